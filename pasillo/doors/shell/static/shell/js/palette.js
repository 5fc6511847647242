// The palette: what this screen can do, what was found, and every place of the menu, in one list of options.
// The field keeps the focus; arrows mark an option, Enter takes the marked one.
const palette = document.getElementById("palette");

if (palette) {
  const field = palette.querySelector("input[role=combobox]");
  const list = document.getElementById("palette-list");
  const here = document.getElementById("palette-here");
  const found = document.getElementById("palette-found");
  const recent = document.getElementById("palette-recent");
  const nothing = palette.querySelector(".pal-none");
  const memory = `recent ${palette.dataset.me}`;
  let timer = 0;
  let moved = false;
  let asked = 0;

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    palette.open ? palette.close() : palette.showModal();
  });
  new MutationObserver(() => palette.open && begin()).observe(palette, { attributes: true, attributeFilter: ["open"] });
  palette.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
    else if (event.target === palette) palette.close();
  });
  palette.addEventListener("mousemove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option !== marked()) mark(option);
  });
  field.addEventListener("input", () => {
    moved = false;
    filter();
    clearTimeout(timer);
    timer = setTimeout(find, 120);
  });
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const shown = options();
    moved = true;
    if (shown.length) mark(shown[(shown.indexOf(marked()) + step + shown.length) % shown.length]);
  });
  field.form.addEventListener("submit", (event) => {
    const option = marked();
    if (!option) return;
    event.preventDefault();
    take(option);
  });

  function begin() {
    for (const old of here.querySelectorAll("[role=option]")) old.remove();
    const known = new Set();
    for (const control of document.querySelectorAll("main [data-key], main [data-act]")) {
      const key = control.dataset.key ?? `act ${control.dataset.act}`;
      const reachable = control.getClientRects().length || (control.closest("[popover]") && !control.matches("[form=many]"));
      if (!reachable || known.has(key) || /^[1-9]$/.test(key)) continue;
      known.add(key);
      here.append(command(control));
    }
    field.value = "";
    moved = false;
    found.replaceChildren();
    remember();
    filter();
    field.focus();
    lately();
  }

  function command(control) {
    const row = document.createElement("li");
    const words = document.createElement("span");
    const key = document.createElement("kbd");
    const own = [...control.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join(" ").trim();
    const sign = control.querySelector("svg")?.cloneNode(true);
    const told = [...control.childNodes].filter((node) => node.nodeName !== "KBD").map((node) => node.textContent).join(" ").trim();
    words.textContent = control.dataset.words || control.getAttribute("aria-label") || own || told;
    words.className = "pal-w";
    key.textContent = control.querySelector(":scope > kbd")?.textContent ?? control.dataset.key?.toUpperCase() ?? "";
    row.id = `pal-here-${here.children.length}`;
    row.className = "pal-o";
    row.setAttribute("role", "option");
    if (sign) { sign.setAttribute("class", "i"); row.append(sign); }
    row.append(words, ...(key.textContent ? [key] : []));
    row.control = control;
    return row;
  }

  /** Which cases were opened last in this browser: only their numbers are kept here, the server tells what they are. */
  function remember() {
    const number = document.querySelector("#case[data-number]")?.dataset.number;
    const kept = numbers().filter((one) => one !== number);
    if (number) localStorage.setItem(memory, [number, ...kept].slice(0, 8).join(","));
  }
  function numbers() {
    return (localStorage.getItem(memory) ?? "").split(",").filter(Boolean);
  }
  addEventListener("pagehide", remember);
  document.addEventListener("htmx:before:request", remember);

  async function lately() {
    const open = document.querySelector("#case[data-number]")?.dataset.number;
    const others = numbers().filter((one) => one !== open).slice(0, 4);
    recent.replaceChildren();
    if (field.dataset.finds && others.length) await fill(recent, `recent=${others.join(",")}`, asked);
  }

  async function find() {
    const words = field.value.trim();
    asked += 1;
    if (!words || !field.dataset.finds) return found.replaceChildren(), filter();
    await fill(found, `q=${encodeURIComponent(words)}`, asked);
  }

  async function fill(place, question, turn) {
    const answer = await fetch(`${field.dataset.finds}?${question}`, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok || (place === found && turn !== asked)) return;
    place.innerHTML = await answer.text();
    filter();
  }

  /** Show what fits; what begins with the typed words stands before what was found, the rest after it. */
  function filter() {
    const wanted = plain(field.value);
    recent.hidden = wanted !== "";
    for (const row of list.querySelectorAll("#palette-here [role=option], #palette-places [role=option]")) row.hidden = !plain(row.textContent).includes(wanted);
    for (const group of list.querySelectorAll("[role=group]")) group.hidden = !group.querySelector("[role=option]:not([hidden])");
    const begins = [...here.querySelectorAll("[role=option]:not([hidden])")].some((row) => plain(row.querySelector(".pal-w").textContent).startsWith(wanted));
    if (begins || !wanted) found.before(here);
    else found.after(here);
    const shown = options();
    nothing.hidden = shown.length > 0;
    if (!moved || !shown.includes(marked())) mark(shown[0]);
  }

  function options() {
    return [...list.querySelectorAll("[role=option]")].filter((row) => row.getClientRects().length);
  }
  function marked() {
    return list.querySelector("[role=option][aria-selected=true]");
  }
  function mark(option) {
    for (const row of list.querySelectorAll("[role=option]")) row.setAttribute("aria-selected", String(row === option));
    if (!option) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    palette.close();
    if (option.control) return press(option.control);
    if (option.dataset.opens) return document.querySelector(`[data-open="${option.dataset.opens}"]`).click();
    if (option.dataset.submits) return document.querySelector(option.dataset.submits).requestSubmit();
    if (option.dataset.macro) return document.dispatchEvent(new CustomEvent("shell:macro", { detail: option.dataset.macro }));
    location.assign(option.dataset.url);
  }

  function press(control) {
    control.focus();
    if (!control.matches("textarea, select, input[type=text], input[type=search]")) control.click();
  }

  function plain(words) {
    return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  }
}
