// What we answer appears by itself. Only the marked parts of the page are fetched anew, never what somebody types.
const tabs = new BroadcastChannel("pasillo-live");
const page = document.querySelector("[data-live]");
let timer = 0;

/** A part in which somebody is at work stays as it is. */
function isBusy(part) {
  if (part.contains(document.activeElement) && document.activeElement.matches("textarea, input")) return true;
  return [...part.querySelectorAll("textarea, input:not([type=hidden])")].some((one) => one.value !== one.defaultValue);
}

async function fetchNow() {
  if (document.hidden) {
    document.addEventListener("visibilitychange", refresh, { once: true });
    return;
  }
  try {
    const answer = await fetch(location.pathname + location.search);
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-news]")) {
      const next = fresh.querySelector(`[data-news="${part.dataset.news}"]`);
      if (next && !isBusy(part)) part.replaceChildren(...next.childNodes);
    }
  } catch {
    // No connection: the next news comes with the next connection.
  }
}

/** A little later, so that not everybody asks at once; a page that only lists waits longer, whatever else comes. */
function refresh() {
  if (timer) return;
  const within = page.dataset.live ? 300 : 2500;
  timer = setTimeout(() => {
    timer = 0;
    fetchNow();
  }, within * (0.5 + Math.random()));
}

/** News is one name: `case:17`, `queue`, or `all` when something may have been missed. */
function heard(news) {
  const mine = page.dataset.live;
  if (news === "all" || (news.startsWith("case:") && (!mine || news === `case:${mine}`))) refresh();
}

function listen() {
  const line = new EventSource(`/live?age=${Math.round(performance.now())}`);
  for (const sort of ["case", "queue", "all"]) {
    line.addEventListener(sort, (event) => {
      const news = sort === "case" ? `case:${event.data}` : sort;
      heard(news);
      tabs.postMessage(news);
    });
  }
  addEventListener("pagehide", () => line.close());
}

if (page) {
  tabs.addEventListener("message", (event) => heard(event.data));
  if (navigator.locks) {
    navigator.locks.request("pasillo-live", () => {
      listen();
      return new Promise(() => {});
    });
  } else {
    listen();
  }
}
