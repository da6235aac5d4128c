// Theme buttons (data-theme="auto|light|dark"): changes at once, the server renders the same from the cookie.
import { on } from "./on.js";

const YEAR = 365 * 24 * 3600;

export function theme() {
  on("click", "[data-theme]", (button, happened) => {
    happened.preventDefault();
    const chosen = button.dataset.theme;
    document.documentElement.setAttribute("data-bs-theme", chosen);
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${chosen}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
    document.querySelectorAll("[data-theme]").forEach((other) => {
      other.setAttribute("aria-pressed", String(other.dataset.theme === chosen));
    });
  });
}
