// Small menus close when one goes elsewhere, and give the focus back on Escape.
const menus = () => document.querySelectorAll("details[open]:has(> .menu)");

document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
