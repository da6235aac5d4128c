// Behaviours of the pages, attached by data attributes; every page also works without them.
import { forms } from "./forms.js";
import { menus } from "./menus.js";
import { messages } from "./messages.js";
import { selection } from "./selection.js";
import { theme } from "./theme.js";
import { tools } from "./tools.js";

document.documentElement.classList.add("js");

function start() {
  theme();
  menus();
  forms();
  selection();
  messages();
  tools();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
