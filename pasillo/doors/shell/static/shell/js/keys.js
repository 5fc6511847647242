// Single keys for what is visible on the page. A key presses the control that carries data-key; none works alone.
// A field in a window that has just been closed takes no letters any more, whatever the browser still says of the focus.
// The map is the server's: which keys a person has changed, and whether keys act at all, stands on <body>.
const changed = JSON.parse(document.body.dataset.keys || "{}");
const on = document.body.dataset.singleKeys !== "off";
const own = new Map(Object.entries(changed).map(([key, theirs]) => [theirs, key]));
const seen = (one) => one.getClientRects().length > 0;
const writing = (at) => at && seen(at) && (at.isContentEditable || /^(TEXTAREA|SELECT)$/.test(at.tagName) || (at.tagName === "INPUT" && !/^(checkbox|radio|button|submit|reset)$/.test(at.type)));
const busy = () => document.querySelector("dialog[open]");
const PAUSE = 2000;
let leader = 0;

/** The house's own name of the key that was pressed; nothing for a key that was given to something else. */
function known(pressed) {
  if (own.has(pressed)) return own.get(pressed);
  const small = pressed.toLowerCase();
  if (small !== pressed && own.has(small)) return own.get(small).toUpperCase();
  return small in changed ? "" : pressed;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return leave(event);
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return send(event);
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "a") return tell("shell:all", event);
  if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || writing(document.activeElement) || busy()) return;
  const key = known(event.key);
  if (event.timeStamp < leader) return go(event);
  if (!key) return;
  if (key === "g") leader = event.timeStamp + PAUSE;
  else if (key === "?") open("keys", event);
  else if (key === "j" || key === "k") step(key === "j" ? 1 : -1, event, false);
  else if (key === "J" || key === "K") step(key === "J" ? 1 : -1, event, true);
  else if (key === "x") tell("shell:choose", event);
  else press(key, event);
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (!opener) return;
  opener.closest("dialog")?.close();
  open(opener.dataset.open, event);
});

/** A page may answer a key itself: it says so by preventing what would follow. */
function tell(name, event, detail = {}) {
  if (writing(document.activeElement) || busy()) return true;
  const asked = new CustomEvent(name, { detail, cancelable: true });
  const free = document.dispatchEvent(asked);
  if (!free) event.preventDefault();
  return free;
}

function leave(event) {
  const at = document.activeElement;
  if (writing(at) && !at.closest("dialog")) return at.blur();
  if (!busy() && !document.querySelector("[popover]:popover-open")) tell("shell:none", event);
}

function open(id, event) {
  const sheet = document.getElementById(id);
  if (!sheet || sheet.open) return;
  event.preventDefault();
  if (id === "keys") sort(sheet);
  sheet.showModal();
}

function go(event) {
  leader = 0;
  const place = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
  if (place) { event.preventDefault(); place.click(); }
}

function step(by, event, more) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length || !tell("shell:step", event, { by, more })) return;
  event.preventDefault();
  const focused = rows.indexOf(document.activeElement);
  const here = focused >= 0 ? focused : rows.findIndex((row) => row.hasAttribute("aria-current"));
  rows[Math.max(0, Math.min(rows.length - 1, here + by))].focus();
}

/** The control of a key: what acts on chosen things first, then what is visible, then what waits in a small window. */
export function control(key) {
  const all = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]:not([disabled])`)];
  return all.find((one) => one.matches("[data-first]") && seen(one)) ?? all.find((one) => !chosen(one) && seen(one)) ?? all.find((one) => one.closest("[popover]") && (!chosen(one) || choosing()));
}
const choosing = () => document.body.hasAttribute("data-choosing");
const chosen = (one) => one.matches("[form=many]") && !choosing();

function press(key, event) {
  const found = choosing() && document.querySelector(`[form="many"][data-key="${CSS.escape(key)}"]`) || control(key);
  if (!found) return;
  event.preventDefault();
  if (/^(TEXTAREA|SELECT)$/.test(found.tagName) || found.matches("input[type=text], input[type=search]")) found.focus(); else found.click();
  const window = found.popoverTargetElement; // the browser tells of its opening later, after the next key perhaps
  if (window?.matches(":popover-open")) window.dispatchEvent(new CustomEvent("shell:opened", { bubbles: true }));
}

function send(event) {
  const form = document.activeElement?.closest("form");
  const button = form?.querySelector("[data-send]");
  if (button) { event.preventDefault(); form.requestSubmit(button); }
}

// The sheet shows first what works on this screen; the rest stands below, under a heading of its own.
const WORKS = {
  always: () => true,
  go: (key) => document.querySelector(`[data-go="${CSS.escape(key)}"]`),
  rows: () => document.querySelector("[data-row]"),
  choice: () => document.querySelector("[data-row]") && document.getElementById("many"),
  composer: () => document.getElementById("composer"),
  macros: () => document.querySelector("#composer [data-pick-open=macros]"),
  mentions: () => document.querySelector("#composer [data-pick-open=people]"),
  control: (key) => control(key),
};

function sort(sheet) {
  const rest = sheet.querySelector("[data-elsewhere]");
  for (const line of sheet.querySelectorAll("[data-needs]")) {
    const works = WORKS[line.dataset.needs]?.(line.dataset.for);
    const home = sheet.querySelector(`[data-scope="${line.dataset.home}"]`);
    (works ? home : rest).append(line);
  }
  for (const group of sheet.querySelectorAll("[data-scope]")) group.closest("section").hidden = !group.children.length;
  rest.closest("section").hidden = !rest.children.length;
}

/** Every shown key follows the person's own. */
function label(root) {
  for (const one of root.querySelectorAll("[data-key] > kbd")) {
    const key = one.parentElement.dataset.key;
    const base = key.toLowerCase();
    if (changed[base]) one.textContent = (key === base ? "" : "⇧ ") + changed[base].toUpperCase();
  }
}
if (Object.keys(changed).length) {
  label(document);
  document.addEventListener("htmx:after:swap", () => label(document));
}

// The order of the keys must be the one of the page, so lines keep their place.
for (const line of document.querySelectorAll("#keys [data-needs]")) line.dataset.home = line.parentElement.dataset.scope;

// "[" folds the menu; it stays as it was left, on this device.
const nav = document.querySelector(".nav[data-folds]");
if (nav) {
  const toggle = nav.querySelector("[data-key='[']");
  toggle.setAttribute("aria-expanded", String(!nav.classList.contains("nav-rail")));
  const fold = (folded) => {
    nav.classList.toggle("nav-rail", folded);
    nav.classList.toggle("nav-full", !folded);
    toggle.setAttribute("aria-expanded", String(!folded));
  };
  toggle.addEventListener("click", () => {
    const folded = !nav.classList.contains("nav-rail");
    fold(folded);
    document.cookie = `menu=${folded ? "rail" : "full"}; path=/app; max-age=31536000; samesite=lax`;
  });
}
