// The palette: every place of the menu and every control of the page that has a key, found by typing.
const palette = document.getElementById("palette");

if (palette) {
  const field = palette.querySelector("input");
  const list = document.getElementById("palette-list");
  const found = document.getElementById("palette-found");
  const nothing = palette.querySelector(".pal-none");

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    palette.open ? palette.close() : palette.showModal();
  });

  // Enter takes what fits best: somebody or something found, else a command, else the search page.
  field.form.addEventListener("submit", (event) => {
    const best = palette.querySelector("#palette-found a") ?? (field.value ? list.querySelector("li:not([hidden]) :is(a, button)") : null);
    if (!best) return;
    event.preventDefault();
    best.click();
  });

  new MutationObserver(() => palette.open && begin()).observe(palette, { attributes: true, attributeFilter: ["open"] });
  field.addEventListener("input", filter);
  new MutationObserver(filter).observe(found, { childList: true });
  palette.addEventListener("keydown", move);
  palette.addEventListener("click", (event) => event.target === palette && palette.close());

  function begin() {
    for (const old of list.querySelectorAll("[data-of-page]")) old.remove();
    const places = list.firstElementChild;
    const known = new Set();
    for (const control of document.querySelectorAll("main [data-key]")) {
      const reachable = control.getClientRects().length || control.closest("[popover]");
      if (!reachable || known.has(control.dataset.key) || /^[1-9]$/.test(control.dataset.key)) continue;
      known.add(control.dataset.key);
      list.insertBefore(command(control), places);
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
    row.dataset.ofPage = "";
    button.type = "button";
    button.append(words, key);
    button.addEventListener("click", () => { palette.close(); control.focus(); if (!/^(INPUT|TEXTAREA|SELECT)$/.test(control.tagName)) control.click(); });
    row.append(button);
    return row;
  }

  function filter() {
    const wanted = plain(field.value);
    let shown = 0;
    for (const row of list.children) {
      row.hidden = !plain(row.textContent).includes(wanted);
      shown += row.hidden ? 0 : 1;
    }
    nothing.hidden = shown > 0 || found.children.length > 0;
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
