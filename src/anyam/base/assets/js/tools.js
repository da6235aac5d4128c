// Print and copy buttons (data-print, data-copy="text").
import { on } from "./on.js";

function copied(button) {
  const label = button.querySelector("[data-copy-label]") || button;
  const before = label.textContent;
  label.textContent = button.dataset.copied;
  setTimeout(() => {
    label.textContent = before;
  }, 2000);
}

export function tools() {
  on("click", "[data-print]", () => window.print());
  on("click", "[data-copy]", (button) => {
    if (navigator.clipboard) navigator.clipboard.writeText(button.dataset.copy).then(() => copied(button), () => {});
  });
}
