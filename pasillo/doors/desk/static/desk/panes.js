// Panes and small windows: which case is open, which form stands over it.
import { mark } from "./queue.js";

document.addEventListener("htmx:after:swap", () => {
  const open = document.querySelector("#case[data-case]");
  const desk = document.querySelector("[data-desk]");
  if (!desk) return;
  desk.classList.toggle("is-case", Boolean(open));
  document.getElementById("live").dataset.live = open?.dataset.case ?? "";
  mark(open?.dataset.number ?? "");
  name(open?.dataset.number);
});

// The address names the case that stands there, also where the browser did not take the new one when it was told.
function name(number) {
  const there = location.pathname.match(/^(.*\/cases\/)(\d+)$/);
  if (!number || !there || there[2] === number) return;
  history.replaceState(history.state, "", there[1] + number + location.search);
}

// A form that did its work closes and forgets its words; one that was refused keeps them.
document.addEventListener("desk:changed", (ev) => {
  const form = ev.target.closest?.("form");
  if (!form) return;
  form.closest("[popover]")?.hidePopover();
  for (const place of document.querySelectorAll(".refusal")) place.replaceChildren();
  if (form.matches(".pop-f")) form.reset();
});

// What is pressed next means the window that has opened: by a key at once, by a click when the browser tells of it.
const into = (window) => window.contains(document.activeElement) || window.querySelector("input:not([type=hidden]), select, textarea, .pop-i")?.focus();
document.addEventListener("shell:opened", (ev) => into(ev.target));
document.addEventListener("toggle", (ev) => ev.newState === "open" && ev.target.matches?.("[popover]") && into(ev.target), true);

document.addEventListener("click", (ev) => {
  ev.target.closest?.("a.pop-i")?.closest("[popover]")?.hidePopover();
  const copy = ev.target.closest?.("[data-copy]");
  if (!copy) return;
  navigator.clipboard?.writeText(copy.dataset.copy).catch(() => {}); // where the browser forbids it, the number is read out
  document.getElementById("said").textContent = `#${copy.dataset.copy}`;
});

// The original of a message opens below it, and closes again.
document.addEventListener("click", (ev) => {
  const opener = ev.target.closest?.("[data-original]");
  if (!opener) return;
  const original = document.getElementById(opener.dataset.original);
  original.open = !original.open;
  opener.setAttribute("aria-expanded", String(original.open));
});

// The context folds, and stays folded on this device. On a smaller screen it comes over the case instead.
const FOLDED = "no-context";
const desk = document.querySelector("[data-desk]");
desk?.classList.toggle("no-side", localStorage.getItem(FOLDED) !== null);
document.addEventListener("click", (ev) => {
  if (!ev.target.closest?.("[data-fold]")) return;
  if (matchMedia("(max-width: 1120px)").matches) {
    location.hash = location.hash === "#context" ? "#case" : "#context";
    return;
  }
  const folded = desk.classList.toggle("no-side");
  if (folded) localStorage.setItem(FOLDED, "1");
  else localStorage.removeItem(FOLDED);
});
