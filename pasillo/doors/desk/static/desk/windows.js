// Small windows that are fetched when they are asked for: what arrives opens at once.
document.addEventListener("htmx:after:swap", () => {
  const fetched = document.querySelector("#over > [popover]:not(:popover-open):not([data-shown])");
  if (!fetched) return;
  fetched.dataset.shown = "";
  fetched.showPopover();
});
