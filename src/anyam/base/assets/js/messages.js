// Toasts that leave by themselves, and one polite live region for what htmx changed.
import { on } from "./on.js";

const STAY = 7000;
const STAY_UNDO = 10000;

function schedule(toast) {
  if (toast.dataset.timed || toast.dataset.stay) return;
  toast.dataset.timed = "yes";
  const time = Number(toast.dataset.seconds) * 1000 || (toast.querySelector("form") ? STAY_UNDO : STAY);
  const leave = () => {
    if (toast.matches(":hover") || toast.contains(document.activeElement)) setTimeout(leave, 2000);
    else toast.remove();
  };
  setTimeout(leave, time);
}

function say(text) {
  const region = document.querySelector("[data-live]");
  if (!region || !text) return;
  region.textContent = "";
  setTimeout(() => {
    region.textContent = text;
  }, 50);
}

function swapped({ target }) {
  document.querySelectorAll(".k-toast").forEach(schedule);
  if (!(target instanceof Element)) return;
  const told = target.matches("[data-announce]") ? target : target.querySelector("[data-announce]");
  if (told) say(told.dataset.announce);
}

export function messages() {
  document.querySelectorAll(".k-toast").forEach(schedule);
  on("click", "[data-toast-close]", (button) => button.closest(".k-toast").remove());
  document.addEventListener("htmx:after:swap", swapped);
  document.addEventListener("htmx:error", () => {
    const region = document.querySelector("[data-live]");
    if (region) say(region.dataset.failed);
  });
}
