// Passkeys: the house asks, the device answers. Without them the forms stay hidden and the other ways remain.
const able = window.PublicKeyCredential?.parseRequestOptionsFromJSON && window.PublicKeyCredential.parseCreationOptionsFromJSON;

for (const form of document.querySelectorAll("[data-passkey-in]")) {
  form.hidden = !able;
  form.addEventListener("submit", (event) => run(event, form, async (question) =>
    navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(question) })));
}

for (const form of document.querySelectorAll("[data-passkey-new]")) {
  form.hidden = !able;
  form.addEventListener("submit", (event) => run(event, form, async (question) =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(question) })));
}

async function run(event, form, ask) {
  event.preventDefault();
  const why = form.querySelector("[data-why]");
  why.textContent = "";
  form.setAttribute("aria-busy", "true");
  try {
    const question = await send(form.dataset.question, new FormData(form));
    const answer = new FormData(form);
    answer.set("answer", JSON.stringify((await ask(question)).toJSON()));
    location.assign((await send(form.action, answer)).next);
  } catch (trouble) {
    why.textContent = trouble.why ?? form.dataset.sorry;
  } finally {
    form.removeAttribute("aria-busy");
  }
}

async function send(address, body) {
  const answer = await fetch(address, { method: "POST", body });
  if (answer.redirected) return location.assign(answer.url), new Promise(() => {});
  const said = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(), said);
  return said;
}
