// What a customer types is not lost when the line is: it waits on this device until we have it.
const QUIET = 300;
const line = document.getElementById("offline");

const place = (area) => `words ${location.pathname.replace(/\/(messages|dispute|cancellation|feedback|people)$/, "")} ${area.name}`;
const held = (area) => JSON.parse(localStorage.getItem(place(area)) ?? "null");

/** Whether these words stand in the conversation already. */
function wasSaid(text) {
  const plain = (words) => words.replace(/\s+/g, " ").trim();
  const begin = plain(text).slice(0, 120);
  return [...document.querySelectorAll(".pthread .voice")].some((said) => plain(said.textContent).startsWith(begin));
}

function remember(area) {
  if (area.value.trim()) localStorage.setItem(place(area), JSON.stringify({ text: area.value, at: Date.now() }));
  else localStorage.removeItem(place(area));
}

for (const area of document.querySelectorAll("[data-keep-words] textarea")) {
  const before = held(area);
  const old = before && Date.now() - before.at > 30 * 24 * 3600 * 1000;
  if (before && (old || before.sent && (area.name !== "text" || wasSaid(before.text)))) localStorage.removeItem(place(area));
  else if (before && !area.value) {
    area.value = before.text;
    area.closest("details")?.setAttribute("open", "");
    area.closest("form").querySelector("[data-kept]")?.removeAttribute("hidden");
  }
  let timer = 0;
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(remember, QUIET, area);
  });
  area.form.addEventListener("submit", () => {
    clearTimeout(timer);
    if (area.value.trim()) localStorage.setItem(place(area), JSON.stringify({ text: area.value, at: Date.now(), sent: true }));
  });
}

// Without a line nothing is sent into nowhere: the page stays, with everything in it.
export function tell(isOff) {
  if (line) line.hidden = !isOff;
}
addEventListener("offline", () => tell(true));
addEventListener("online", () => tell(false));
tell(!navigator.onLine);

document.addEventListener("submit", (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  tell(true);
  line?.focus();
}, true);
