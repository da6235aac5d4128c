// Tick boxes of a list (data-select-scope): all at once, and a bar that says how many.
import { on } from "./on.js";

function recount(scope) {
  const boxes = [...scope.querySelectorAll("[data-select-one]")];
  const ticked = boxes.filter((box) => box.checked).length;
  const all = scope.querySelector("[data-select-all]");
  if (all) {
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }
  scope.querySelectorAll("[data-select-bar]").forEach((bar) => {
    bar.dataset.count = String(ticked);
    bar.querySelector("[data-select-count]").textContent = String(ticked);
  });
}

function recountAll() {
  document.querySelectorAll("[data-select-scope]").forEach(recount);
}

export function selection() {
  on("change", "[data-select-all]", (all) => {
    const scope = all.closest("[data-select-scope]");
    scope.querySelectorAll("[data-select-one]").forEach((box) => {
      box.checked = all.checked;
    });
    recount(scope);
  });
  on("change", "[data-select-one]", (box) => recount(box.closest("[data-select-scope]")));
  on("click", "[data-select-none]", (button) => {
    const scope = button.closest("[data-select-scope]");
    scope.querySelectorAll("[data-select-one]").forEach((box) => {
      box.checked = false;
    });
    recount(scope);
  });
  recountAll();
  window.addEventListener("pageshow", recountAll);
  document.addEventListener("htmx:after:swap", recountAll);
}
