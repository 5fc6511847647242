// While one writes, somebody else may answer or change the state: a line says so. It never touches the words.
import { areaOf, composer } from "./drafts.js";

let seen = standing();

function standing() {
  const thread = document.getElementById("thread");
  const head = document.getElementById("case-head");
  return {
    number: document.getElementById("case")?.dataset.number ?? "",
    replied: Number(thread?.dataset.replied ?? 0),
    by: thread?.dataset.repliedBy,
    words: thread?.dataset.repliedWords,
    state: head?.dataset.state,
    stateWords: head?.dataset.stateWords,
  };
}

document.addEventListener("htmx:after:swap", () => {
  const now = standing();
  const before = seen;
  seen = now;
  const form = composer();
  if (!form || now.number !== before.number || !areaOf(form).value.trim()) return;
  if (now.replied > before.replied && now.by !== form.dataset.person) tell(now.words, `#m-${now.replied}`);
  else if (before.state && now.state !== before.state) tell(now.stateWords, "#case-head");
});

function tell(words, where) {
  const line = document.getElementById("meanwhile");
  line.querySelector("[data-words]").textContent = words;
  line.querySelector("[data-show]").setAttribute("href", where);
  line.hidden = false;
}

document.addEventListener("click", (ev) => {
  const link = ev.target.closest?.("#meanwhile [data-show]");
  if (!link) return;
  ev.preventDefault();
  document.querySelector(link.getAttribute("href"))?.scrollIntoView({ block: "center" });
  document.getElementById("meanwhile").hidden = true;
});
document.addEventListener("desk:sent", () => { const line = document.getElementById("meanwhile"); if (line) line.hidden = true; });
