// A second click on a form that is on its way does nothing. The server refuses it too: every form carries a key.
const sent = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || form.method === "get" || event.defaultPrevented) return;
  if (sent.has(form)) return event.preventDefault();
  sent.add(form);
  form.setAttribute("aria-busy", "true");
  setTimeout(() => free(form), 8000);
});

for (const over of ["htmx:after:request", "htmx:error"]) {
  document.addEventListener(over, (event) => free(event.target.closest?.("form")));
}
addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(free));

function free(form) {
  if (!form) return;
  sent.delete(form);
  form.removeAttribute("aria-busy");
}
