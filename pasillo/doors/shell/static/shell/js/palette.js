// The palette: every place of the menu and every control of the page that has a key, found by typing.
const palette = document.getElementById("palette");

if (palette) {
  const field = palette.querySelector("input");
  const list = document.getElementById("palette-list");
  const found = document.getElementById("palette-found");
  const nothing = palette.querySelector(".pal-none");
  const fixed = list.children.length;

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    palette.open ? palette.close() : palette.showModal();
  });

  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = list.querySelector("li:not([hidden]) > a, li:not([hidden]) > button");
    if (first) first.click();
    else if (palette.dataset.search) location.href = `${palette.dataset.search}?q=${encodeURIComponent(field.value)}`;
  });

  new MutationObserver(() => palette.open && begin()).observe(palette, { attributes: true, attributeFilter: ["open"] });
  field.addEventListener("input", () => { filter(); look(); });
  palette.addEventListener("keydown", move);
  palette.addEventListener("click", (event) => event.target === palette && palette.close());

  function begin() {
    while (list.children.length > fixed) list.lastElementChild.remove();
    const known = new Set();
    for (const control of document.querySelectorAll("main [data-key]")) {
      const reachable = control.getClientRects().length || control.closest("[popover]");
      if (!reachable || known.has(control.dataset.key) || /^[1-9]$/.test(control.dataset.key)) continue;
      known.add(control.dataset.key);
      list.append(command(control));
    }
    field.value = "";
    found.replaceChildren();
    filter();
    field.focus();
  }

  function command(control) {
    const row = document.createElement("li");
    const button = document.createElement("button");
    const words = document.createElement("span");
    const key = document.createElement("kbd");
    const own = [...control.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join(" ").trim();
    words.textContent = control.dataset.words || control.getAttribute("aria-label") || own || control.textContent.trim();
    key.textContent = control.dataset.key.toUpperCase();
    button.type = "button";
    button.append(words, key);
    button.addEventListener("click", () => { palette.close(); control.focus(); if (!/^(INPUT|TEXTAREA|SELECT)$/.test(control.tagName)) control.click(); });
    row.append(button);
    return row;
  }

  /** What the server knows by these words: cases by number or words, customers by name. */
  let asked = 0;
  async function look() {
    const words = field.value.trim();
    const turn = ++asked;
    if (!palette.dataset.find || words.length < 2) return found("");
    await new Promise((go) => setTimeout(go, 180));
    if (turn !== asked) return;
    const answer = await fetch(`${palette.dataset.find}?q=${encodeURIComponent(words)}`, { headers: { "HX-Request": "true" } });
    if (answer.ok && turn === asked) found(await answer.text());
  }

  function found(html) {
    for (const row of list.querySelectorAll("[data-found]")) row.remove();
    const sheet = document.createElement("template");
    sheet.innerHTML = html;
    for (const row of sheet.content.children) row.dataset.found = "";
    list.append(sheet.content);
    nothing.hidden = list.querySelectorAll("li:not([hidden])").length > 0;
  }

  function filter() {
    const wanted = plain(field.value);
    let shown = 0;
    for (const row of list.children) {
      if ("found" in row.dataset) continue;
      row.hidden = !plain(row.textContent).includes(wanted);
      shown += row.hidden ? 0 : 1;
    }
    nothing.hidden = shown > 0;
  }

  function move(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const stops = [field, ...palette.querySelectorAll("li:not([hidden]) :is(a, button)")];
    const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    stops[(next + stops.length) % stops.length].focus();
  }

  function plain(words) {
    return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  }
}
