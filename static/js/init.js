// Starts GOV.UK Frontend, and starts it again on whatever htmx brings in.
// Pages work without this file: it only makes them quicker.
import { initAll } from "../vendor/govuk-frontend.min.js";

// A browser that runs modules is one that GOV.UK Frontend supports.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) {
    initAll({ scope: event.detail.elt });
  }
});

// A menu opened with <details> closes with Escape and when the person goes elsewhere.
const menus = () => document.querySelectorAll("details.weft-account[open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  menus().forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
document.addEventListener("click", (event) => {
  menus().forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

// On a narrow screen an unused filter would push the results off it, and what is said of one thing hides the next.
const fold = (width, parts) => {
  if (!window.matchMedia(`(max-width: ${width})`).matches) return;
  document.querySelectorAll(parts).forEach((part) => {
    part.open = false;
  });
};
if (!window.location.search) fold("56em", "details.weft-filter");
fold("39.99em", "details[data-narrow]");

// A print button shows only where a script can make it print.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
