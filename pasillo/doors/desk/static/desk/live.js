// What others do appears by itself. One line to the server serves all tabs of this browser.
const SOON = 150;
const LATER = 1500;
const AGAIN = 20_000; // the server said no: nobody is signed in, or it is being renewed
const tabs = new BroadcastChannel("pasillo-live");
let line = null;
let timer = 0;
let due = Infinity;

const openCase = () => document.getElementById("live")?.dataset.live ?? "";

/** Fetch queue, thread and context anew, a little after now, so that not everybody asks at once. */
export function refresh(within = SOON) {
  const at = Date.now() + within * (0.5 + Math.random());
  if (at >= due) return;
  due = at;
  clearTimeout(timer);
  timer = setTimeout(fetchNow, at - Date.now());
}

function fetchNow() {
  due = Infinity;
  if (document.hidden) {
    document.addEventListener("visibilitychange", () => refresh(), { once: true });
    return;
  }
  const live = document.getElementById("live");
  if (live?.matches(".htmx-request")) return refresh();
  if (live) htmx.trigger(live, "refresh");
}

/** News is one name: `queue`, `case:17`, `here:17`, `me`, or `all` when something may have been missed. */
function heard(news) {
  if (news.startsWith("here:")) return void (news === `here:${openCase()}` && document.dispatchEvent(new CustomEvent("desk:here")));
  if (news === "me") htmx.ajax("GET", "/app/news", { target: "#toasts", swap: "beforeend" });
  if (news === "me") return refresh();
  refresh(news === "all" || news === `case:${openCase()}` ? SOON : LATER);
}

tabs.addEventListener("message", (ev) => heard(ev.data));

function listen() {
  line = new EventSource(`/live?age=${Math.round(performance.now())}`);
  for (const sort of ["case", "here", "queue", "me", "all"]) {
    line.addEventListener(sort, (ev) => {
      const news = sort === "case" || sort === "here" ? `${sort}:${ev.data}` : sort;
      heard(news);
      tabs.postMessage(news);
    });
  }
  line.addEventListener("error", () => line.readyState === EventSource.CLOSED && setTimeout(listen, AGAIN));
}

addEventListener("pagehide", () => line?.close());

if (navigator.locks) navigator.locks.request("pasillo-live", () => { listen(); return new Promise(() => {}); });
else listen();

document.addEventListener("htmx:config:request", (ev) => {
  if (ev.target.id !== "live") return;
  const request = ev.detail.ctx.request;
  request.action = location.pathname + location.search;
  request.body.set("shown", document.querySelectorAll("[data-row]").length);
});

// Who went on to another case meanwhile does not get the old one's head and thread over the new one.
const numberIn = (path) => path.match(/\/cases\/(\d+)/)?.[1] ?? "";
document.addEventListener("htmx:before:swap", (ev) => {
  if (ev.target.id !== "live") return;
  const shown = document.querySelector("#case[data-number]")?.dataset.number ?? "";
  if (numberIn(ev.detail.ctx.request.action) === shown) return;
  ev.preventDefault();
  refresh();
});

// What a person who does not see the screen has to hear.
let last = document.getElementById("thread")?.dataset.last;
document.addEventListener("htmx:after:swap", (ev) => {
  const thread = document.getElementById("thread");
  if (ev.target.id === "live" && thread && thread.dataset.last !== last && thread.dataset.said) {
    document.getElementById("said").textContent = thread.dataset.said;
  }
  last = thread?.dataset.last;
});

document.addEventListener("desk:changed", () => refresh(0));
document.addEventListener("desk:sent", () => refresh(0));
document.addEventListener("shell:signed-in", () => refresh(0));
