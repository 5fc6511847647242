// What the composer offers while one writes: macros after a slash, colleagues after an at sign, always at the cursor.
import { areaOf, changed, composer, token } from "./drafts.js";
import { choose } from "./composer.js";

const STARTS = { macros: "/", people: "@" };
let open = null;

document.addEventListener("input", (ev) => {
  const area = ev.target.closest?.("#composer textarea[data-pick]");
  if (area) look(area);
});

/** Whether a slash or an at sign stands before the cursor, at the beginning of a word. */
function look(area) {
  const before = area.value.slice(0, area.selectionStart);
  const found = before.match(area.dataset.pick === "macros" ? /(^|\s)\/([^\s/]*)$/u : /(^|\s)@([^\n@]{0,40})$/u);
  if (!found) return close();
  show(area, area.selectionStart - found[2].length - 1, found[2]);
}

async function show(area, start, typed) {
  const list = document.getElementById("pick");
  if (open?.area === area) {
    open.start = start;
    if (open.isThere) filter(list, typed);
    return; // while the list is on its way, keys only go on with the word
  }
  const mine = { area, start, isThere: false };
  open = mine;
  list.hidden = true;
  const answer = await fetch(area.dataset.list, { headers: { "HX-Request": "true" } }).catch(() => null);
  const markup = answer?.ok ? await answer.text() : "";
  if (open !== mine) return;
  if (!markup) return close();
  list.innerHTML = markup;
  open.isThere = true;
  look(area); // what stands before the cursor now, not what stood there when the list was asked for
}

function filter(list, typed) {
  const wanted = plain(typed);
  const options = [...list.querySelectorAll("[data-find]")];
  for (const option of options) option.hidden = !plain(option.dataset.find).split(" ").some((_, at, words) => words.slice(at).join(" ").startsWith(wanted));
  const shown = options.filter((option) => !option.hidden);
  if (!shown.length && typed.includes(" ")) return close();
  list.querySelector(".pick-none").hidden = shown.length > 0;
  list.hidden = false;
  open.area.setAttribute("aria-controls", "pick");
  mark(shown[0]);
}

const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function mark(option) {
  for (const one of document.querySelectorAll("#pick [role=option]")) one.setAttribute("aria-selected", String(one === option));
  if (option) {
    open.area.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else open.area.removeAttribute("aria-activedescendant");
}

function close() {
  const list = document.getElementById("pick");
  if (list) list.hidden = true;
  open?.area.removeAttribute("aria-activedescendant");
  open?.area.removeAttribute("aria-controls");
  open = null;
}

document.addEventListener("keydown", (ev) => {
  if (!open || document.getElementById("pick").hidden || ev.target !== open.area) return;
  const shown = [...document.querySelectorAll("#pick [data-find]:not([hidden])")];
  const at = shown.findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (ev.key === "Escape") { ev.preventDefault(); ev.stopPropagation(); return close(); }
  if (!shown.length || ev.ctrlKey || ev.metaKey) return;
  if (ev.key === "ArrowDown" || ev.key === "ArrowUp") {
    ev.preventDefault();
    mark(shown[(at + (ev.key === "ArrowDown" ? 1 : -1) + shown.length) % shown.length]);
  } else if (ev.key === "Enter" || ev.key === "Tab") {
    ev.preventDefault();
    take(shown[Math.max(0, at)]);
  }
}, true);

document.addEventListener("mousedown", (ev) => {
  const option = ev.target.closest?.("#pick [data-find]");
  if (!option) return;
  ev.preventDefault();
  take(option);
});
document.addEventListener("click", (ev) => {
  const opener = ev.target.closest?.("[data-pick-open]");
  if (opener) return begin(opener.dataset.pickOpen);
  if (open && !ev.target.closest?.("#pick, #composer textarea")) close();
});

/** The button does what the key does: it types the sign. */
function begin(sort) {
  const area = areaOf(composer());
  area.focus();
  const before = area.value.slice(0, area.selectionStart);
  area.setRangeText((/(^|\s)$/u.test(before) ? "" : " ") + STARTS[sort], area.selectionStart, area.selectionEnd, "end");
  look(area);
}

/** The words come in at the cursor, in place of the sign; what stands around them stays. */
function take(option) {
  const { area, start } = open;
  close();
  area.setRangeText(option.dataset.text, start, area.selectionStart, "end");
  if (option.dataset.step) choose(area.form, option.dataset.step, option.dataset.stepWords);
  changed(area);
  if (option.dataset.use) use(area.form, option.dataset.use);
}

async function use(form, address) {
  const headers = { "X-CSRFToken": token(form), "HX-Request": "true" };
  const answer = await fetch(address, { method: "POST", headers }).catch(() => null);
  if (answer?.ok) document.dispatchEvent(new CustomEvent("desk:changed"));
  else if (answer?.status === 422) document.getElementById("warned").innerHTML = await answer.text();
}

