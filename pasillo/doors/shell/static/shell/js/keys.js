// Single keys for what is visible on the page. A key presses the control that carries data-key; none works alone.
const OFF = "single-keys-off";
const on = () => localStorage.getItem(OFF) === null;
const writing = (at) => at && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName));
let leader = 0;

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && writing(document.activeElement) && !document.activeElement.closest("dialog")) document.activeElement.blur();
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return send(event);
  if (!on() || event.ctrlKey || event.metaKey || event.altKey || writing(document.activeElement) || document.querySelector("dialog[open]")) return;
  if (Date.now() < leader) return go(event);
  if (event.key === "g") leader = Date.now() + 1200;
  else if (event.key === "?") open("keys", event);
  else if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1, event);
  else press(event);
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (!opener) return;
  opener.closest("dialog")?.close();
  open(opener.dataset.open, event);
});

for (const box of document.querySelectorAll("[data-single-keys]")) {
  box.checked = on();
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
}

function open(id, event) {
  const sheet = document.getElementById(id);
  if (!sheet || sheet.open) return;
  event.preventDefault();
  sheet.showModal();
}

function go(event) {
  leader = 0;
  const place = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
  if (place) { event.preventDefault(); place.click(); }
}

function step(by, event) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  event.preventDefault();
  const asked = new CustomEvent("shell:step", { detail: { by }, cancelable: true });
  if (!document.dispatchEvent(asked)) return;
  const focused = rows.indexOf(document.activeElement);
  const here = focused >= 0 ? focused : rows.findIndex((row) => row.hasAttribute("aria-current"));
  rows[Math.max(0, Math.min(rows.length - 1, here + by))].focus();
}

function press(event) {
  const controls = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]:not([disabled])`)];
  const control = controls.find((one) => one.getClientRects().length) ?? controls.find((one) => one.closest("[popover]"));
  if (!control) return;
  event.preventDefault();
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(control.tagName)) control.focus(); else control.click();
}

function send(event) {
  const form = document.activeElement?.closest("form");
  const button = form?.querySelector("[data-send]");
  if (button) { event.preventDefault(); form.requestSubmit(button); }
}
