// Small menus (details[data-menu]), the phone's menu sheet (data-sheet="id") and Ctrl K to the search field.
import { on } from "./on.js";

let opener = null;

function closeMenus(except) {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (menu !== except && !menu.contains(except)) menu.removeAttribute("open");
  });
}

function closeSheet() {
  const sheet = document.querySelector("[data-sheet-body].open");
  if (!sheet) return false;
  sheet.classList.remove("open");
  if (opener) {
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
  }
  return true;
}

function openSheet(button) {
  const sheet = document.getElementById(button.dataset.sheet);
  opener = button;
  button.setAttribute("aria-expanded", "true");
  sheet.classList.add("open");
  const first = sheet.querySelector("a[href], button");
  if (first) first.focus();
}

function keepInside(sheet, happened) {
  const stops = [...sheet.querySelectorAll("a[href], button, summary")].filter((one) => one.getClientRects().length);
  const first = stops[0];
  const last = stops[stops.length - 1];
  if (happened.shiftKey && document.activeElement === first) {
    happened.preventDefault();
    last.focus();
  } else if (!happened.shiftKey && document.activeElement === last) {
    happened.preventDefault();
    first.focus();
  }
}

function keys(happened) {
  if (happened.key === "Escape") {
    const menu = document.querySelector("details[data-menu][open]");
    if (menu) {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    } else closeSheet();
  }
  const sheet = document.querySelector("[data-sheet-body].open");
  if (happened.key === "Tab" && sheet) keepInside(sheet, happened);
  if (happened.key.toLowerCase() === "k" && (happened.ctrlKey || happened.metaKey)) {
    const field = document.querySelector("[data-search]");
    if (field && field.getClientRects().length) {
      happened.preventDefault();
      field.focus();
      field.select();
    }
  }
}

export function menus() {
  document.querySelectorAll("[data-sheet]").forEach((button) => button.setAttribute("aria-expanded", "false"));
  document.addEventListener("keydown", keys);
  document.addEventListener("click", ({ target }) => {
    closeMenus(target);
    const sheet = document.querySelector("[data-sheet-body].open");
    if (sheet && !sheet.contains(target) && !target.closest("[data-sheet]")) closeSheet();
  });
  on("click", "[data-sheet]", (button, happened) => {
    happened.preventDefault();
    if (!closeSheet()) openSheet(button);
  });
  on("click", "[data-sheet-close]", (link, happened) => {
    if (closeSheet()) happened.preventDefault();
  });
}
