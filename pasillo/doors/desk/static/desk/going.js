// What was sent a moment ago: the seconds that are left, and the way back.
import { save } from "./drafts.js";
import { refresh } from "./live.js";
import { write } from "./composer.js";

const ends = new Map();
const since = new Map();
let coming = "";

setInterval(count, 250);

function count() {
  for (const place of document.querySelectorAll("[data-left]")) {
    const id = place.dataset.keyOf;
    if (!ends.has(id)) ends.set(id, Date.now() + place.dataset.left * 1000);
    const left = Math.ceil((ends.get(id) - Date.now()) / 1000);
    const words = left > 0 ? place.dataset.words.replace("{n}", left) : place.dataset.over;
    if (place.textContent !== words) place.textContent = words;
    if (left === -1 && !place.dataset.asked) { place.dataset.asked = "yes"; refresh(); }
  }
}

/** The last reply that can be taken back, unless something else that can be was done after it. */
export function replyToTakeBack() {
  const last = [...document.querySelectorAll("#going [data-undo]")].at(-1);
  const done = document.querySelector("#toasts [data-undo]")?.closest(".toast");
  return last && !(Number(done?.dataset.seen) > since.get(last.id)) ? last : null;
}

function note() {
  for (const form of document.querySelectorAll("#going [data-undo]")) if (!since.has(form.id)) since.set(form.id, performance.now());
}

const place = document.getElementById("going")?.parentElement;
note();
if (place) new MutationObserver(note).observe(place, { childList: true, subtree: true });

// Before it comes back, what was begun meanwhile is kept: it will stand below.
document.addEventListener("submit", async (ev) => {
  const form = ev.target.closest?.("[data-undo]");
  if (!form || form.dataset.saved || ev.submitter?.matches("[data-now]")) return;
  ev.preventDefault();
  ev.stopImmediatePropagation();
  await save();
  await new Promise((go) => setTimeout(go)); // while one submit is being told, a form takes no other
  form.dataset.saved = "yes";
  coming = form.dataset.number ?? document.getElementById("case")?.dataset.number ?? "";
  form.requestSubmit(ev.submitter);
}, true);

document.addEventListener("keydown", (ev) => {
  if (ev.key.toLowerCase() !== "z" || !(ev.ctrlKey || ev.metaKey) || ev.shiftKey) return;
  const last = replyToTakeBack();
  const field = document.activeElement?.matches("input:not([type=radio]), textarea") ? document.activeElement : null;
  if (!last || field?.value) return;
  ev.preventDefault();
  last.requestSubmit();
});

// The words are back: one goes on writing where one was.
document.addEventListener("htmx:after:swap", () => {
  const open = document.querySelector("#case[data-number]");
  if (!coming || open?.dataset.number !== coming) return;
  const area = document.getElementById("reply-text");
  if (!area?.value) return;
  coming = "";
  document.querySelector("#composer [name=kind][value=reply]").checked = true;
  write(area);
  refresh(0);
});
