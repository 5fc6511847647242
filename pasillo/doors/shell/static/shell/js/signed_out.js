// Whose session is over stays on the page with all that was typed: they sign in beside it, and it takes the session up.
const notice = () => document.querySelector("[data-session-over]");
const whose = (page) => page.querySelector(".me-menu .menu-h")?.textContent;

// What was fetched without htmx was answered with the same notice.
document.addEventListener("shell:signed-out", (ev) => {
  if (!notice()) document.getElementById("toasts").innerHTML = ev.detail;
});

/** Whether the page goes on under a session that is alive: its own person's, with a new proof in every form. */
async function takeUp() {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token || whose(page) !== whose(document)) return false;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": token }));
  return true;
}

async function back() {
  if (document.hidden || !notice() || !(await takeUp())) return;
  notice()?.remove();
  document.dispatchEvent(new CustomEvent("shell:signed-in"));
}

document.addEventListener("shell:stale", takeUp);
document.addEventListener("visibilitychange", back);
addEventListener("focus", back);
