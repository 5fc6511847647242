// The reply: what one chooses, and what happens when it is sent. Nothing that refreshes itself ever touches it.
import { areaOf, changed, composer, forget, gone, hold, kindOf, save } from "./drafts.js";

// Who chooses "Reply" or "Internal note" goes on writing there.
document.addEventListener("click", (ev) => {
  const kind = ev.target.closest?.("#composer .kinds label");
  if (!kind || ev.target.tagName === "INPUT") return;
  ev.preventDefault();
  kind.querySelector("input").checked = true;
  write(areaOf(composer()));
});

export function write(area) {
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
}

// An approved text takes the place of what stands there; its blanks wait in brackets to be filled.
document.addEventListener("click", (ev) => {
  const text = ev.target.closest?.("#composer [data-fill]");
  if (!text) return;
  const area = composer().elements.reply;
  area.setRangeText(text.dataset.fill, 0, area.value.length, "end");
  area.focus();
  changed(area);
});

/** What happens with the case after the reply: the button says it, and the draft remembers it. */
export function choose(form, step, words) {
  const main = form.querySelector("[data-main]");
  main.value = step;
  main.querySelector(".send-w").textContent = step ? words : main.dataset.plain;
}

// Who resolves over a reply that is not sent is asked about it: the question comes forward, the words stay.
document.addEventListener("htmx:after:swap", (ev) => {
  if (ev.detail.ctx?.sourceElement?.id !== "f-resolve") return;
  const send = document.querySelector("#warned [data-unsent]");
  if (!send) return;
  document.getElementById("p-state").hidePopover();
  send.focus();
});
document.addEventListener("click", (ev) => {
  if (ev.target.closest?.("[data-unsent]")) composer().querySelector("[name=kind][value=reply]").checked = true;
});

document.addEventListener("keydown", (ev) => {
  if (ev.key !== "Enter" || !(ev.ctrlKey || ev.metaKey)) return;
  const form = ev.target.closest?.("#composer");
  if (!form) return;
  ev.preventDefault();
  const isReply = kindOf(form) === "reply";
  const plain = isReply ? "[data-main]" : ".only-note[name=then]";
  const end = ev.shiftKey && isReply ? form.querySelector('#p-send [name=then][value="resolve"]') : null;
  const thank = ev.shiftKey && isReply && !end ? document.getElementById("p-thank") : null;
  if (thank) thank.showPopover();
  else form.requestSubmit(end ?? form.querySelector(plain));
});

// Praise ends with thanks: what was begun as a reply are the words of it.
document.addEventListener("toggle", (ev) => {
  if (ev.target.id !== "p-thank" || ev.newState !== "open") return;
  const words = document.getElementById("thank-text");
  words.value ||= composer()?.elements.reply.value ?? "";
  save();
}, true);

// Who sent and went on to the next case stands before it with the keys of the desk, not in its reply.
const written = () => composer()?.closest("[data-number]").dataset.number ?? "";
let before = written();
document.addEventListener("htmx:after:swap", () => {
  if (before && written() !== before && document.activeElement?.closest("#composer")) document.activeElement.blur();
  before = written();
});

let sentText = "", sentKind = "";
document.addEventListener("htmx:config:request", (ev) => {
  if (ev.target.id !== "composer") return;
  const body = ev.detail.ctx.request.body;
  const kind = body.get("kind");
  [sentKind, sentText] = [kind, body.get(kind)];
  body.delete(kind === "reply" ? "note" : "reply");
  hold(kind);
  document.getElementById("p-send")?.hidePopover();
});

// It went: this device forgets it, also where the next case opens at once. It did not go, because the server said no or
// was not reached: the words are to be kept again.
function again(ev) {
  const form = composer();
  if (ev.target !== form) return;
  if (ev.detail.ctx?.response?.status < 300) gone(form, sentKind, sentText);
  else changed(areaOf(form));
}
document.addEventListener("htmx:after:request", again);
document.addEventListener("htmx:error", again);

document.addEventListener("desk:sent", (ev) => {
  const form = composer();
  const { kind, key, seen } = ev.detail;
  form.elements.key.value = key;
  form.elements.seen.value = seen;
  const area = form.elements[kind];
  area.dataset.revision = "0";
  if (area.value === sentText) area.value = "";
  else changed(area);
  forget(form, kind);
  if (area.value) changed(area);
  form.querySelector(`#files-${kind}`).replaceChildren();
  form.querySelector(".saved").textContent = "";
  document.getElementById("warned").replaceChildren();
  if (kind === "reply") choose(form, "", "");
  save();
});
