// Light or dark at once; the server is told, so that the next page comes in the same light.
const root = document.documentElement;
const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-form]");
  if (!form) return;
  event.preventDefault();
  const chosen = dark() ? "light" : "dark";
  root.dataset.theme = chosen;
  const body = new FormData(form);
  body.set("theme", chosen);
  fetch(form.action, { method: "POST", body, redirect: "manual" });
});

// The browser knows the zone; the server reads the cookie when the profile has none.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes("zone=")) document.cookie = `zone=${zone}; path=/; max-age=31536000; samesite=lax`;
