// Words are kept while one writes: on the server, and on this device until the server has them.
const QUIET = 300;
const AT_LATEST = 1500;
const AGAIN = 3000;
const SMALL = 15_000;
const waiting = new Map();
let timer = 0;
let since = 0;
let saving = Promise.resolve();

export const composer = () => document.getElementById("composer");
export const kindOf = (form) => form.elements.kind.value;
export const areaOf = (form, kind = kindOf(form)) => form.elements[kind];
export const token = (form) => form.querySelector("[name=csrfmiddlewaretoken]").value;

document.addEventListener("input", (ev) => {
  const area = ev.target.closest?.("#composer textarea.ed");
  if (area) changed(area);
});

/** These words are to be kept, a moment after the last key, and now and then while the keys go on. */
export function changed(area) {
  waiting.set(area.name, { form: area.form, area });
  localStorage.setItem(place(area.form, area.name), JSON.stringify({ text: area.value, known: area.dataset.revision }));
  since ||= Date.now();
  clearTimeout(timer);
  timer = setTimeout(save, Math.max(0, Math.min(QUIET, since + AT_LATEST - Date.now())));
}

/** Send what is not yet kept, one after the other, so that an older text never overtakes a newer one. */
export function save() {
  clearTimeout(timer);
  since = 0;
  for (const [kind, { form, area }] of waiting) saving = saving.then(() => keep(form, kind, area));
  waiting.clear();
  return saving;
}

/** What is on its way is not saved meanwhile; this device keeps it until the server has answered. */
export function hold(kind) {
  waiting.delete(kind);
}

/** Nothing of this kind is to be saved any more: it was sent. */
export function forget(form, kind) {
  waiting.delete(kind);
  localStorage.removeItem(place(form, kind));
}

/** These very words were sent; what was typed after them stays. */
export function gone(form, kind, text) {
  const held = JSON.parse(localStorage.getItem(place(form, kind)) ?? "null");
  if (held?.text === text) localStorage.removeItem(place(form, kind));
}

async function keep(form, kind, area, force = false) {
  const text = area.value;
  const body = new URLSearchParams({ kind, text, step: kind === "reply" ? stepOf(form) : "" });
  if (!force) body.set("revision", area.dataset.revision);
  const headers = { "X-CSRFToken": token(form), "HX-Request": "true" };
  const keepalive = text.length < SMALL;
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body, headers, keepalive, redirect: "error" });
    if (answer.ok) return kept(form, kind, area, text, answer);
    if (answer.status === 409) return newer(form, kind, area, await answer.text());
    await beSignedOut(answer);
    missed(form, kind, area, answer.status === 401 || answer.status === 403 ? form.dataset.signedOut : form.dataset.unsaved);
  } catch {
    missed(form, kind, area, form.dataset.unsaved);
  }
}

/** Whether the session is over is said over the page, with the way back in. */
export async function beSignedOut(answer) {
  if (answer.status === 401) document.dispatchEvent(new CustomEvent("shell:signed-out", { detail: await answer.text() }));
  else if (answer.headers.get("HX-Trigger") === "shell:stale") document.dispatchEvent(new CustomEvent("shell:stale"));
}

export const stepOf = (form) => form.querySelector("[data-main]")?.value ?? "";

async function kept(form, kind, area, text, answer) {
  area.dataset.revision = answer.headers.get("X-Revision") ?? area.dataset.revision;
  const held = JSON.parse(localStorage.getItem(place(form, kind)) ?? "null");
  if (held?.text === text) localStorage.removeItem(place(form, kind));
  say(form, kind, await answer.text(), "");
}

function missed(form, kind, area, words) {
  say(form, kind, "", words);
  if (!area.isConnected) return;
  if (!waiting.has(kind)) waiting.set(kind, { form, area });
  clearTimeout(timer);
  timer = setTimeout(save, AGAIN);
}

function say(form, kind, markup, words) {
  const place = form.querySelector(".saved");
  place.classList.toggle("late", Boolean(words));
  if (words) place.textContent = words;
  else place.innerHTML = markup;
}

// Somebody, perhaps oneself on another device, has gone on writing: both are shown, one chooses.
function newer(form, kind, area, markup) {
  const shelf = form.querySelector("#newer");
  shelf.innerHTML = markup;
  const words = shelf.querySelector("[data-words]").textContent;
  const revision = shelf.firstElementChild.dataset.revision;
  choose(shelf, { take: () => put(area, words, revision), keep: () => keep(form, kind, area, true) });
}

function choose(shelf, { take, keep: hold }) {
  shelf.querySelector("[data-take]").addEventListener("click", () => { shelf.replaceChildren(); take(); });
  shelf.querySelector("[data-keep]").addEventListener("click", () => { shelf.replaceChildren(); hold(); });
}

function put(area, words, revision) {
  area.value = words;
  if (revision) area.dataset.revision = revision;
  localStorage.removeItem(place(area.form, area.name));
  area.focus();
}

addEventListener("pagehide", save);
addEventListener("online", save);
document.addEventListener("shell:signed-in", save);
document.addEventListener("visibilitychange", () => document.hidden && save());

// Words that never reached the server wait on this device, for this person alone.
function place(form, kind) {
  return `draft ${form.dataset.person} ${form.dataset.draft} ${kind}`;
}

export function recall() {
  const form = composer();
  if (!form) return;
  for (const area of form.querySelectorAll("textarea.ed")) {
    const held = JSON.parse(localStorage.getItem(place(form, area.name)) ?? "null");
    if (!held) continue;
    if (held.text === area.value || !held.text.trim()) localStorage.removeItem(place(form, area.name));
    else if (held.known === area.dataset.revision || !area.value.trim()) { area.value = held.text; changed(area); }
    else if (area.value.includes(held.text.trim())) localStorage.removeItem(place(form, area.name)); // all of it is there
    else offer(form, area, held.text);
  }
}

function offer(form, area, text) {
  const shelf = form.querySelector("#newer");
  const line = document.createElement("div");
  line.className = "warn risk";
  const words = document.createElement("p");
  const quote = document.createElement("q");
  quote.className = "newer-w";
  quote.textContent = text;
  words.append(form.dataset.device, " ", quote);
  line.append(words, button(form.dataset.takeWords, "take"), button(form.dataset.keepWords, "keep"));
  shelf.replaceChildren(line);
  choose(shelf, {
    take: () => { area.value = text; changed(area); area.focus(); },
    keep: () => localStorage.removeItem(place(form, area.name)),
  });
}

function button(words, sort) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm";
  made.dataset[sort] = "";
  made.textContent = words;
  return made;
}

recall();
document.addEventListener("htmx:before:request", (ev) => {
  if (ev.target.matches?.("[data-row], #pane, #f-resolve")) save();
});
document.addEventListener("htmx:after:swap", () => {
  const form = composer();
  if (!form || form.dataset.known) return;
  form.dataset.known = "yes";
  recall();
});
if (composer()) composer().dataset.known = "yes";
