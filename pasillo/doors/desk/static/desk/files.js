// Files: chosen, pasted, dropped or taken with the camera. They are kept at once, with the draft.
import { beSignedOut, composer, kindOf, token } from "./drafts.js";

document.addEventListener("change", (ev) => {
  if (!ev.target.matches?.("#composer [type=file]")) return;
  const files = [...ev.target.files];
  ev.target.value = "";
  attach(composer(), files);
});
document.addEventListener("paste", (ev) => {
  const form = ev.target.closest?.("#composer");
  if (!form || !ev.clipboardData.files.length) return;
  ev.preventDefault();
  attach(form, [...ev.clipboardData.files]);
});
document.addEventListener("dragover", (ev) => ev.target.closest?.("#composer") && ev.preventDefault());
document.addEventListener("drop", (ev) => {
  const form = ev.target.closest?.("#composer");
  if (!form || !ev.dataTransfer.files.length) return;
  ev.preventDefault();
  attach(form, [...ev.dataTransfer.files]);
});

async function attach(form, files) {
  for (const file of files) await upload(form, kindOf(form), file);
}

async function upload(form, kind, file) {
  const list = form.querySelector(`#files-${kind}`);
  if (file.size > form.dataset.most * 2 ** 20) return list.append(line(form.dataset.tooBig, file.name, "why late"));
  const going = line(form.dataset.uploading, file.name, "sub");
  list.append(going);
  const body = new FormData();
  body.set("kind", kind);
  body.set("files", file, file.name);
  const headers = { "X-CSRFToken": token(form), "HX-Request": "true" };
  try {
    const answer = await fetch(form.dataset.files, { method: "POST", body, headers });
    if (!answer.ok && answer.status !== 422) {
      await beSignedOut(answer);
      throw answer;
    }
    await show(form, kind, answer);
  } catch {
    going.replaceWith(line(form.dataset.notUploaded, file.name, "why late"));
  }
}

async function show(form, kind, answer) {
  form.querySelector(`#files-${kind}`).innerHTML = await answer.text();
  const area = form.elements[kind];
  if (area.dataset.revision === "0") area.dataset.revision = answer.headers.get("X-Revision") ?? "0";
}

function line(words, name, look) {
  const made = document.createElement("li");
  made.className = look;
  made.setAttribute("role", look.startsWith("why") ? "alert" : "status");
  made.textContent = words.replace("{name}", name);
  return made;
}

document.addEventListener("click", async (ev) => {
  const away = ev.target.closest?.("#composer [data-away]");
  if (!away) return;
  const form = composer();
  const kind = away.closest("ul").id.replace("files-", "");
  const headers = { "X-CSRFToken": token(form), "HX-Request": "true" };
  const answer = await fetch(away.dataset.away, { method: "POST", body: new URLSearchParams({ kind }), headers });
  if (answer.ok) await show(form, kind, answer);
  else await beSignedOut(answer);
  form.elements[kind].focus();
});
