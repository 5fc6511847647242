// What the portal does more with a script. Without it every page works all the same.
import "./live.js";
import { tell } from "./words.js";

// What a signed-in visitor types is kept while they type. Files wait for the button.
for (const form of document.querySelectorAll("#ask[data-draft]")) {
  const said = document.getElementById("saved");
  let timer = 0;
  let sending = false;
  const again = (ms) => {
    clearTimeout(timer);
    timer = setTimeout(keep, ms);
  };
  const keep = async () => {
    if (sending) return;
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "do") data.append(name, value);
    }
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: data, headers: { "HX-Request": "true" } });
      tell(false);
      if (!answer.ok || answer.status === 204) return;
      said.querySelector("[data-saved]").textContent = await answer.text();
      said.hidden = false;
    } catch {
      said.hidden = true;
      tell(true);
      again(4000);
    }
  };
  form.addEventListener("input", () => again(800));
  addEventListener("online", () => again(0));
  form.addEventListener("submit", () => {
    sending = true;
    clearTimeout(timer);
  });
}

// Somebody who presses twice sends once; the server knows it anyway.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", () => {
    setTimeout(() => {
      for (const button of form.querySelectorAll("button")) button.disabled = true;
    });
  });
}
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form[method=post] button:disabled")) button.disabled = false;
});

// Who says that it is not solved goes on writing at once.
const goOn = () => {
  const part = location.hash && document.getElementById(location.hash.slice(1));
  if (part instanceof HTMLFormElement) part.querySelector("textarea")?.focus();
};
window.addEventListener("hashchange", goOn);

// Files that are too big are said at once, not after a long wait.
for (const input of document.querySelectorAll("input[type=file][data-most]")) {
  const said = document.createElement("span");
  said.className = "error";
  said.setAttribute("role", "alert");
  (input.closest(".drop") ?? input.closest("form").querySelector("textarea")).after(said);
  input.addEventListener("change", () => {
    const sum = [...input.files].reduce((before, file) => before + file.size, 0);
    const isTooBig = sum > Number(input.dataset.most);
    if (isTooBig) input.value = "";
    said.textContent = isTooBig ? input.dataset.tooBig : "";
  });
}

// Which files were chosen, where the button only shows a camera.
for (const input of document.querySelectorAll(".attach input[type=file]")) {
  const said = input.closest(".attach").querySelector("[data-chosen]");
  const tell = () => {
    said.textContent = [...input.files].map((file) => file.name).join(", ");
  };
  input.addEventListener("change", tell);
  tell();
}
