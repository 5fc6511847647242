// The board by keys: arrows walk, M answers and moves, Shift with an arrow moves on, + votes.
const board = document.querySelector("[data-board]");
const popover = document.getElementById("p-answer");
const form = popover?.querySelector("form");
const ORDER = ["new", "looking", "accepted", "done", "declined"];

document.documentElement.classList.add("js");
for (const choice of document.querySelectorAll("[data-submit]")) choice.addEventListener("change", () => choice.form.requestSubmit());

const columns = () => [...board.querySelectorAll("[data-state]")];
const cards = (column) => [...column.querySelectorAll("[data-card]")];
const current = () => document.activeElement?.closest?.("[data-card]");
const focus = (card) => { const link = card?.querySelector("h3 a"); link?.focus(); card?.scrollIntoView({ block: "nearest", inline: "nearest" }); };

if (board) {
  const target = document.querySelector(location.hash.startsWith("#idea-") ? location.hash : "#nothing");
  if (target) focus(target);
  document.addEventListener("keydown", press);
  board.addEventListener("click", (event) => {
    const mover = event.target.closest("[data-move]");
    if (!mover) return;
    event.preventDefault();
    answer(mover.closest("[data-card]"));
  });
  form.addEventListener("change", begin);
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || popover.matches(":popover-open") || document.querySelector("dialog[open]")) return;
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "")) return;
  const card = current();
  if (event.key === "m" && card) return take(event, () => answer(card));
  if (event.key === "+" && card) return take(event, () => card.querySelector("[data-vote]").click());
  if (event.shiftKey && card && (event.key === "ArrowRight" || event.key === "ArrowLeft")) return take(event, () => answer(card, event.key === "ArrowRight" ? 1 : -1));
  const step = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] }[event.key];
  if (step && (card || document.activeElement === board || document.activeElement === document.body)) take(event, () => walk(card, ...step));
}

function take(event, act) { event.preventDefault(); act(); }

function walk(card, across, down) {
  if (!card) return focus(board.querySelector("[data-card]"));
  const all = columns();
  let place = all.indexOf(card.closest("[data-state]"));
  const row = cards(all[place]).indexOf(card);
  if (down) return focus(cards(all[place])[row + down]);
  do place += across; while (all[place] && !cards(all[place]).length);
  if (all[place]) focus(cards(all[place])[Math.min(row, cards(all[place]).length - 1)]);
}

/** Opens the answer for a card; with a direction the next possible column on that side is chosen already. */
function answer(card, direction = 0) {
  const able = card.dataset.targets.split(" ").filter(Boolean);
  const said = document.getElementById("said");
  if (!able.length) { said.textContent = card.querySelector(".kk").textContent; return; }
  const link = card.querySelector("h3 a");
  form.action = `${link.pathname}/answer`;
  popover.querySelector("[data-answer-title]").textContent = link.textContent;
  for (const label of form.querySelectorAll("[data-target]")) {
    const possible = able.includes(label.dataset.target);
    label.hidden = !possible;
    label.querySelector("input").disabled = !possible;
    label.querySelector("input").checked = false;
  }
  popover.showPopover();
  const from = ORDER.indexOf(card.closest("[data-state]").dataset.state);
  const side = able.filter((state) => direction && Math.sign(ORDER.indexOf(state) - from) === direction);
  const chosen = direction > 0 ? side[0] : side.at(-1);
  const first = form.querySelector(`input[value="${chosen ?? able[0]}"]`);
  if (chosen) { first.checked = true; begin(); form.querySelector("textarea").focus(); } else first.focus();
  popover.addEventListener("toggle", () => { if (!popover.matches(":popover-open")) link.focus(); }, { once: true });
}

/** Words to begin from, as long as nobody has written any. */
function begin() {
  const words = form.querySelector("textarea");
  const chosen = form.querySelector("input[name=to]:checked");
  if (!chosen || (words.value && words.value !== words.dataset.begun)) return;
  words.value = words.dataset.begun = chosen.dataset.begin ?? "";
}
