// Who looks at a case tells the others, and learns who else does. Nothing is written down anywhere.
import { composer, kindOf, token } from "./drafts.js";

const EVERY = 15_000;
const STILL_WRITING = 8_000;
const tab = Math.random().toString(36).slice(2, 10);
let told = { number: "", doing: "", at: 0 };
let typed = 0;

const open = () => (composer() ? document.getElementById("case")?.dataset.number ?? "" : "");

function doing() {
  if (document.hidden) return "";
  return Date.now() - typed < STILL_WRITING ? kindOf(composer()) : "look";
}

function tell() {
  const number = open();
  if (told.number && told.number !== number) say(told.number, "");
  if (!number) return void (told = { number: "", doing: "", at: 0 });
  const now = doing();
  if (told.number === number && told.doing === now && (!now || Date.now() - told.at < EVERY)) return;
  told = { number, doing: now, at: Date.now() };
  say(number, now);
}

function say(number, what) {
  const csrf = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const body = new URLSearchParams({ doing: what, tab, csrfmiddlewaretoken: csrf });
  const headers = { "HX-Request": "true" };
  fetch(`/app/cases/${number}/presence`, { method: "POST", body, headers, keepalive: true }).catch(() => {});
}

document.addEventListener("input", (ev) => {
  if (!ev.target.matches?.("#composer textarea.ed")) return;
  typed = ev.target.value ? Date.now() : 0;
  tell();
});
document.addEventListener("desk:sent", () => { typed = 0; tell(); });
document.addEventListener("visibilitychange", tell);
document.addEventListener("htmx:after:swap", () => { if (open() !== told.number) { typed = 0; tell(); } });
addEventListener("pagehide", () => told.number && say(told.number, ""));
setInterval(tell, 2_000);
tell();

// Somebody came, left, or began to write in this case.
document.addEventListener("desk:here", () => {
  const number = open();
  if (number) htmx.ajax("GET", `/app/cases/${number}/here`, { target: "#here", swap: "none" });
});
