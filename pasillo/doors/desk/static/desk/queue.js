// Walking along the queue by keys, from the list and from the case.
import { extend } from "./many.js";

const rows = () => [...document.querySelectorAll("[data-row]")];
const SOON = 5;
const current = () => document.querySelector("[data-row][aria-current]");

/** The row that is `step` further than where one is; the same one at the ends. */
function neighbour(step) {
  const all = rows();
  const focused = document.activeElement.closest?.(".q-item")?.querySelector("[data-row]");
  const here = focused ?? current();
  const at = all.indexOf(here);
  if (at + step + SOON >= all.length) more();
  return all[Math.max(0, Math.min(all.length - 1, at + step))];
}

/** Beside an open case only the first rows are there: the next ones come before one walks past the last. */
function more() {
  const link = document.querySelector("#queue-next a");
  if (link && !link.matches(".htmx-request")) htmx.trigger(link, "more");
}

// A case that was opened by its address may stand further down: its place is where J and K go on.
addEventListener("load", () => { if (document.querySelector("#case[data-case]") && !current()) more(); });

// J and K: in the list the focus moves, from the case the next one opens. With Shift, what one passes is chosen.
document.addEventListener("shell:step", (ev) => {
  const row = neighbour(ev.detail.by);
  if (!row) return;
  const inCase = document.querySelector("#case[data-case]") && !document.activeElement.closest?.(".ws-list");
  if (ev.detail.more) {
    ev.preventDefault();
    extend(row);
    return;
  }
  if (!inCase) return;
  ev.preventDefault();
  row.scrollIntoView({ block: "nearest" });
  if (row !== current()) row.click();
});

// What one does to a case moves it in the list at once: one goes on from where it stood before.
let stood = [];
let shown = document.querySelector("#case[data-number]")?.dataset.number ?? "";
const numbers = () => rows().map((row) => row.dataset.row);
const hold = () => { if (!stood.length) stood = numbers(); };
document.addEventListener("desk:sent", hold);
document.addEventListener("desk:changed", hold);

/** The case that comes after this one, for when this one is done; none whose last answer is on its way already. */
function next() {
  const here = document.querySelector("#case[data-number]")?.dataset.number;
  const ending = [...document.querySelectorAll("#going [data-ends]")].map((form) => form.dataset.number);
  const left = numbers().filter((number) => number !== here && !ending.includes(number));
  const before = stood.length ? stood : numbers();
  return before.slice(before.indexOf(here) + 1).find((number) => left.includes(number)) ?? left[0] ?? "";
}

export function mark(number) {
  if (number !== shown) stood = [];
  shown = number;
  for (const row of rows()) {
    if (row.dataset.row === number) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

document.addEventListener("htmx:config:request", (ev) => {
  const body = ev.detail.ctx.request.body;
  if (body?.has?.("next")) body.set("next", next());
});
