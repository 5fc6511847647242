// Small windows that are fetched when they are asked for: what arrives opens at once.
document.addEventListener("htmx:after:swap", () => {
  const fetched = document.querySelector("#over > [popover]:not(:popover-open):not([data-shown])");
  if (!fetched) return;
  fetched.dataset.shown = "";
  fetched.showPopover();
});

// A macro that was chosen in the palette is offered where one writes; without a case, its page opens.
document.addEventListener("shell:macro", (ev) => {
  const area = document.getElementById("reply-text");
  if (!area) return location.assign("/app/macros");
  document.querySelector("#composer [name=kind][value=reply]").checked = true;
  area.focus();
  const gap = area.value && !/\s$/.test(area.value) ? " " : "";
  area.setRangeText(`${gap}/${ev.detail.split(" ")[0]}`, area.value.length, area.value.length, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
});
