// The reply. Its draft is kept on the server while one writes; nothing that refreshes itself ever touches it.
const QUIET = 300;
let timer = 0;
let saving = Promise.resolve();
const waiting = new Map();

const composer = () => document.getElementById("composer");
const kindOf = (form) => form.elements.kind.value;
const areaOf = (form) => form.elements[kindOf(form)];
const token = (form) => form.querySelector("[name=csrfmiddlewaretoken]").value;

// Who chooses "Reply" or "Internal note" goes on writing there.
document.addEventListener("click", (ev) => {
  const kind = ev.target.closest?.("#composer .kinds label");
  if (!kind || ev.target.tagName === "INPUT") return;
  ev.preventDefault();
  kind.querySelector("input").checked = true;
  const area = areaOf(composer());
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
});

document.addEventListener("input", (ev) => {
  const area = ev.target.closest?.("#composer textarea.ed");
  if (!area) return;
  waiting.set(area.name, { form: area.form, text: area.value });
  sessionStorage.setItem(place(area.form, area.name), area.value);
  clearTimeout(timer);
  timer = setTimeout(save, QUIET);
});

/** Send what is not yet kept, one after the other, so that an older text never overtakes a newer one. */
function save(leaving = false) {
  clearTimeout(timer);
  for (const [kind, { form, text }] of waiting) {
    const body = new URLSearchParams({ kind, text });
    const headers = { "X-CSRFToken": token(form), "HX-Request": "true" };
    const post = () => fetch(form.dataset.draft, { method: "POST", body, headers, keepalive: text.length < 15_000 });
    saving = leaving ? post() : saving.then(post).then((answer) => shown(form, kind, text, answer)).catch(() => missed(form));
  }
  waiting.clear();
  return saving;
}

async function shown(form, kind, text, answer) {
  if (!answer.ok) return missed(form);
  if (sessionStorage.getItem(place(form, kind)) === text) sessionStorage.removeItem(place(form, kind));
  form.querySelector(".saved").innerHTML = await answer.text();
}

function missed(form) {
  form.querySelector(".saved").textContent = form.dataset.unsaved;
}

addEventListener("pagehide", () => save(true));
document.addEventListener("visibilitychange", () => document.hidden && save(true));

// A page that comes faster than the last draft was kept still shows the last words.
function place(form, kind) {
  return `draft ${form.dataset.draft} ${kind}`;
}
for (const area of document.querySelectorAll("#composer textarea.ed")) {
  const words = sessionStorage.getItem(place(area.form, area.name));
  sessionStorage.removeItem(place(area.form, area.name));
  if (words === null || words === area.value) continue;
  area.value = words;
  waiting.set(area.name, { form: area.form, text: words });
}
save();
document.addEventListener("htmx:before:request", (ev) => {
  if (ev.target.matches?.("[data-row], #pane, #f-resolve")) save();
});

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
  const then = ev.shiftKey && kindOf(form) === "reply" ? "resolve" : "";
  form.requestSubmit(form.querySelector(`button[name=then][value="${then}"]`));
});

document.addEventListener("htmx:config:request", (ev) => {
  if (ev.target.id !== "composer") return;
  clearTimeout(timer);
  waiting.clear();
  const body = ev.detail.ctx.request.body;
  sentText = body.get(body.get("kind"));
  document.getElementById("p-send")?.hidePopover();
});
let sentText = "";

document.addEventListener("desk:sent", (ev) => {
  const form = composer();
  const { kind, key, seen } = ev.detail;
  form.elements.key.value = key;
  form.elements.seen.value = seen;
  const area = form.elements[kind];
  if (area.value === sentText) area.value = "";
  sessionStorage.removeItem(place(form, kind));
  waiting.set(kind, { form, text: area.value });
  saving = saving.then(() => save());
  form.elements.files.value = "";
  picked(form);
  form.querySelector(".saved").textContent = "";
  document.getElementById("warned").replaceChildren();
});

// Files: chosen, pasted or dropped.
function picked(form) {
  const list = form.querySelector(".picked");
  list.replaceChildren(...[...form.elements.files.files].map((file) => {
    const item = document.createElement("li");
    item.textContent = file.name;
    return item;
  }));
  list.hidden = !list.children.length;
}

function add(form, files) {
  const all = new DataTransfer();
  for (const file of [...form.elements.files.files, ...files]) all.items.add(file);
  form.elements.files.files = all.files;
  picked(form);
}

document.addEventListener("change", (ev) => {
  if (ev.target.matches?.("#composer [type=file]")) picked(ev.target.form);
});
document.addEventListener("paste", (ev) => {
  const form = ev.target.closest?.("#composer");
  if (form && ev.clipboardData.files.length) {
    ev.preventDefault();
    add(form, ev.clipboardData.files);
  }
});
document.addEventListener("dragover", (ev) => ev.target.closest?.("#composer") && ev.preventDefault());
document.addEventListener("drop", (ev) => {
  const form = ev.target.closest?.("#composer");
  if (form && ev.dataTransfer.files.length) {
    ev.preventDefault();
    add(form, ev.dataTransfer.files);
  }
});
