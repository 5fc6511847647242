// Cases that were chosen: they stay chosen while the list refreshes itself, and are told to the server by one form.
import { replyToTakeBack } from "./going.js";

const form = document.getElementById("many");
const bar = document.getElementById("many-bar");
const chosen = new Set();
const boxes = () => [...document.querySelectorAll(".q-x input")];
const rowOf = (box) => box.closest(".q-item").querySelector("[data-row]");
const boxOf = (row) => row?.closest(".q-item")?.querySelector(".q-x input");
let everything = false;

function set(box, on) {
  if (!box) return;
  on ? chosen.add(box.value) : chosen.delete(box.value);
  everything = false;
}

/** What is chosen, as it looks: the rows, the bar, and the offer to take the whole list. */
function show() {
  if (!form) return;
  for (const box of boxes()) {
    box.checked = everything || chosen.has(box.value);
    box.closest(".q-item").classList.toggle("is-chosen", box.checked);
  }
  const n = chosen.size;
  const list = document.querySelector(".ws-list");
  document.body.toggleAttribute("data-choosing", n > 0);
  list.classList.toggle("is-choosing", n > 0 || list.hasAttribute("data-choose"));
  bar.hidden = n === 0;
  form.elements.all.value = everything ? "1" : "";
  const words = bar.querySelector("[data-chosen]");
  const text = n === 1 ? words.dataset.one : words.dataset.more.replace("{n}", n);
  const whole = document.getElementById("many-all");
  if (!everything && words.textContent !== text) words.textContent = text;
  if (everything) words.textContent = whole.textContent.trim();
  for (const place of document.querySelectorAll("[data-chosen-too]")) place.textContent = words.textContent;
  offer(whole);
}

/** All that one sees is chosen, and there is more: then the whole list is offered. */
function offer(whole) {
  const all = boxes();
  const more = !everything && document.getElementById("queue-next") && all.length > 0 && all.every((box) => box.checked);
  if (more && whole.hidden) htmx.trigger(whole, "count");
  whole.hidden = !more;
}

export function extend(row) {
  const from = document.activeElement.closest?.(".q-item")?.querySelector("[data-row]") ?? document.querySelector("[data-row][aria-current]");
  set(boxOf(from), true);
  set(boxOf(row), true);
  row.focus();
  row.scrollIntoView({ block: "nearest" });
  show();
}

document.addEventListener("change", (ev) => {
  if (!ev.target.matches?.(".q-x input")) return;
  set(ev.target, ev.target.checked);
  show();
});

document.addEventListener("shell:choose", (ev) => {
  const row = document.activeElement.closest?.(".q-item")?.querySelector("[data-row]") ?? document.querySelector("[data-row][aria-current]") ?? document.querySelector("[data-row]");
  const box = boxOf(row);
  if (!form || !box) return;
  ev.preventDefault();
  set(box, !chosen.has(box.value));
  if (!document.activeElement.closest?.(".ws-case")) row.focus();
  show();
});

document.addEventListener("shell:all", (ev) => {
  if (!form || !boxes().length) return;
  ev.preventDefault();
  for (const box of boxes()) set(box, true);
  show();
});

function none() {
  chosen.clear();
  everything = false;
  document.querySelector(".ws-list")?.removeAttribute("data-choose");
  document.getElementById("choose")?.setAttribute("aria-pressed", "false");
  show();
}

document.addEventListener("shell:none", (ev) => {
  if (!chosen.size) return;
  ev.preventDefault();
  none();
});

if (form) {
  document.getElementById("many-none").addEventListener("click", none);
  document.getElementById("many-all").addEventListener("click", (ev) => {
    ev.preventDefault();
    everything = true;
    show();
  });
  document.getElementById("choose").addEventListener("click", (ev) => {
    const list = document.querySelector(".ws-list");
    const on = list.toggleAttribute("data-choose");
    ev.currentTarget.setAttribute("aria-pressed", String(on));
    on ? show() : none();
  });
}

// What is chosen outlives the rows on the screen: some may be further down, some were fetched anew.
document.addEventListener("htmx:config:request", (ev) => {
  if (ev.target.id !== "many") return;
  const body = ev.detail.ctx.request.body;
  body.delete("case");
  for (const number of everything ? [] : chosen) body.append("case", number);
});

// What was done is done: the windows close before the notice comes, so that what is chosen next stays chosen.
document.addEventListener("htmx:after:request", (ev) => {
  if (ev.target.id !== "many" || !(ev.detail.ctx?.response?.status < 400)) return;
  for (const open of document.querySelectorAll("[popover]:popover-open")) open.hidePopover();
  none();
});
// Ctrl Z takes back what was just done to the cases, unless one writes or a reply can still be taken back.
document.addEventListener("keydown", (ev) => {
  if (ev.key.toLowerCase() !== "z" || !(ev.ctrlKey || ev.metaKey) || ev.shiftKey || ev.defaultPrevented) return;
  const back = document.querySelector("#toasts [data-undo]");
  if (!back || replyToTakeBack() || document.activeElement?.matches("textarea, input[type=text]")) return;
  ev.preventDefault();
  press(back);
});

/** A notice that has just come answers a moment after it can be read. */
function press(button, tries = 40) {
  if (!("htmxPowered" in button.dataset) && button.isConnected && tries) return void setTimeout(press, 50, button, tries - 1);
  button.click();
}

document.addEventListener("htmx:after:swap", show);
show();
