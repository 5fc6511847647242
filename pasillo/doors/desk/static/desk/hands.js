// Who could take it: the list comes when its window opens, is narrowed while one types, and is walked with the arrows.
const field = (window) => window?.querySelector("[data-hands]");
const items = (window) => [...window.querySelectorAll(".pop-i")].filter((one) => one.checkVisibility());
const listOf = (words) => words.closest("[popover]").querySelector("[data-found]");
const said = (words) => words.value.trim();
let wanted = null;

// It is emptied before it opens, so that no letter typed right after the key is lost, and asks once it is open.
document.addEventListener("beforetoggle", (ev) => {
  const words = ev.newState === "open" && field(ev.target);
  if (!words) return;
  wanted = null;
  words.value = "";
  fixed(words);
}, true);
document.addEventListener("toggle", (ev) => {
  if (ev.newState === "open") field(ev.target)?.dispatchEvent(new Event("hands"));
}, true);

document.addEventListener("input", (ev) => {
  if (!ev.target.matches?.("[data-hands]")) return;
  wanted = null;
  fixed(ev.target);
});

/** What a window shows is fetched when it opens, so that it is as fresh as the question. */
document.addEventListener("toggle", (ev) => {
  if (ev.newState !== "open") return;
  for (const one of ev.target.querySelectorAll("[data-on-open]")) one.dispatchEvent(new Event("opened"));
}, true);

/** What always stands there is for whoever does not look for anybody. */
function fixed(words) {
  for (const one of words.closest("[popover]").querySelectorAll("[data-fixed]")) one.hidden = said(words) !== "";
}

document.addEventListener("keydown", (ev) => {
  const window = ev.target.closest?.("[popover]");
  const words = field(window);
  if (!words || ev.ctrlKey || ev.metaKey || ev.altKey) return;
  if (ev.key === "Enter" && ev.target === words) {
    ev.preventDefault();
    take(words);
  } else if (ev.key === "ArrowDown" || ev.key === "ArrowUp") {
    ev.preventDefault();
    const row = [words, ...items(window)];
    const at = Math.max(0, row.indexOf(ev.target));
    row[(at + (ev.key === "ArrowDown" ? 1 : -1) + row.length) % row.length].focus();
  }
});

/** The first of what was asked for; while that is on its way, it is taken when it comes. */
function take(words) {
  const list = listOf(words);
  if (said(words) === "") items(words.closest("[popover]"))[0]?.click();
  else if (list?.dataset.found === said(words)) list.querySelector(".pop-i")?.click();
  else wanted = words;
}

document.addEventListener("htmx:after:swap", () => {
  if (wanted?.isConnected && listOf(wanted)?.dataset.found === said(wanted)) {
    const words = wanted;
    wanted = null;
    take(words);
  }
});
