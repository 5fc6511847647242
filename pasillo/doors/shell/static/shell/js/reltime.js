// "3 minutes ago" stays true while the page is open. Once a minute, and never announced.
const language = document.documentElement.lang || "en";
const say = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const STEPS = [[60, "second", 1], [3600, "minute", 60], [86400, "hour", 3600], [Infinity, "day", 86400]];

function refresh() {
  for (const shown of document.querySelectorAll("time[data-ago]")) {
    const seconds = (new Date(shown.dateTime) - Date.now()) / 1000;
    if (Math.abs(seconds) < 60) continue;
    const [, unit, size] = STEPS.find(([limit]) => Math.abs(seconds) < limit);
    shown.textContent = say.format(Math.trunc(seconds / size), unit);
  }
}

setInterval(refresh, 60_000);
