// The palette: every place of the menu and every control of the page that has a key, found by typing.
const palette = document.getElementById("palette");

if (palette) {
  const field = palette.querySelector("input");
  const list = palette.querySelector("ul");
  const nothing = palette.querySelector(".pal-none");
  const fixed = list.children.length;

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    palette.open ? palette.close() : palette.showModal();
  });

  new MutationObserver(() => palette.open && begin()).observe(palette, { attributes: true, attributeFilter: ["open"] });
  field.addEventListener("input", filter);
  palette.addEventListener("keydown", move);
  palette.addEventListener("click", (event) => event.target === palette && palette.close());

  function begin() {
    while (list.children.length > fixed) list.lastElementChild.remove();
    for (const control of document.querySelectorAll("main [data-key]")) if (control.getClientRects().length) list.append(command(control));
    field.value = "";
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

  function filter() {
    const wanted = plain(field.value);
    let found = 0;
    for (const row of list.children) {
      row.hidden = !plain(row.textContent).includes(wanted);
      found += row.hidden ? 0 : 1;
    }
    nothing.hidden = found > 0;
  }

  function move(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const stops = [field, ...list.querySelectorAll("li:not([hidden]) > *")];
    const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    stops[(next + stops.length) % stops.length].focus();
  }

  function plain(words) {
    return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  }
}
