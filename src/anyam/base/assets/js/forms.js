// Filters that send themselves (data-auto-submit), the focus after a refused form, and no second sending.
import { on } from "./on.js";

const WAIT = 350;
let timer = 0;

function send(form) {
  clearTimeout(timer);
  if (form.requestSubmit) form.requestSubmit();
  else form.submit();
}

function focusSummary(root) {
  const summary = root.querySelector("[data-error-summary]");
  if (summary) summary.focus();
}

export function forms() {
  on("change", "form[data-auto-submit]", (form, { target }) => {
    if (target.type !== "search" && target.type !== "text") send(form);
  });
  on("input", "form[data-auto-submit]", (form, { target }) => {
    if (target.type !== "search") return;
    clearTimeout(timer);
    timer = setTimeout(() => send(form), WAIT);
  });
  on("submit", "form[data-once]", (form, happened) => {
    if (form.dataset.sent) happened.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
  on("click", "[data-error-summary] a", (link, happened) => {
    const field = document.getElementById(link.hash.slice(1));
    if (field) {
      happened.preventDefault();
      field.focus();
      field.scrollIntoView({ block: "center" });
    }
  });
  focusSummary(document);
  document.addEventListener("htmx:after:swap", ({ target }) => {
    if (target instanceof Element) focusSummary(target);
  });
}
