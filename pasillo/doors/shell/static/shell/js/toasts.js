// Notices leave by themselves after they could be read, unless one looks at them. Who is signed out is told until they
// are in again.
const shelf = document.getElementById("toasts");

function leave(toast) {
  if (toast.matches(":hover, :focus-within")) return setTimeout(leave, 2000, toast);
  toast.classList.add("is-leaving");
  setTimeout(() => toast.remove(), 250);
}

function watch() {
  for (const toast of shelf.querySelectorAll(".toast:not([data-seen], [data-session-over])")) {
    toast.dataset.seen = performance.now();
    setTimeout(leave, Number(toast.dataset.lasts) || (toast.classList.contains("late") ? 15_000 : 6_000), toast);
  }
}

if (shelf) {
  watch();
  new MutationObserver(watch).observe(shelf, { childList: true });
}
