// Draws a button on the host's page and opens our frame. No style or handler is written into the page: shadow and sheet are ours.
(() => {
  const set = __SETTINGS__;
  if (window.pasilloChat || !document.currentScript) return;
  const tag = document.currentScript.dataset;
  const asked = tag.lang || document.documentElement.lang || navigator.language || "";
  const lang = set.words[asked.slice(0, 2).toLowerCase()] ? asked.slice(0, 2).toLowerCase() : set.usual;
  const words = set.words[lang] || set.words.en;
  const mark = `pasillo-chat:${set.key}`;
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  const ink = `oklch(.5 .092 ${set.hue})`;
  sheet.replaceSync(`
    :host { all: initial; position: fixed; z-index: 2147483000; inset: auto 20px 20px auto; color-scheme: light; }
    :host([data-side="left"]) { inset: auto auto 20px 20px; }
    button { all: unset; box-sizing: border-box; position: relative; display: grid; place-items: center; width: 56px; height: 56px; border-radius: 50%; cursor: pointer; background: ${ink}; color: #fff; box-shadow: 0 1px 3px rgb(0 0 0 / .25), 0 6px 20px rgb(0 0 0 / .22); }
    button:hover { filter: brightness(1.08); }
    button:focus-visible { outline: 3px solid #fff; outline-offset: -5px; box-shadow: 0 0 0 3px ${ink}; }
    svg { width: 26px; height: 26px; fill: none; stroke: currentColor; stroke-width: 1.9; stroke-linecap: round; stroke-linejoin: round; }
    .dot { position: absolute; top: 0; right: 0; min-width: 20px; height: 20px; box-sizing: border-box; padding: 0 5px; border: 2px solid #fff; border-radius: 10px; background: #b3261e; font: 600 11px/16px system-ui, sans-serif; text-align: center; }
    iframe { all: unset; position: fixed; inset: auto 20px 88px auto; width: 384px; height: min(620px, calc(100vh - 108px)); border-radius: 14px; background: #fff; box-shadow: 0 0 0 1px rgb(0 0 0 / .12), 0 12px 40px rgb(0 0 0 / .28); }
    :host([data-side="left"]) iframe { inset: auto auto 88px 20px; }
    [hidden] { display: none !important; }
    @media (max-width: 520px), (max-height: 440px) { iframe, :host([data-side="left"]) iframe { inset: 0; width: 100vw; height: 100vh; height: 100dvh; border-radius: 0; } :host([data-open]) button { display: none; } }
    @media (forced-colors: active) { button { border: 2px solid; } }
    @media print { :host { display: none; } }`);
  root.adoptedStyleSheets = [sheet];
  if (tag.side) host.dataset.side = tag.side;

  const button = root.appendChild(document.createElement("button"));
  button.type = "button";
  const svg = button.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  const dot = button.appendChild(document.createElement("span"));
  dot.className = "dot";
  dot.hidden = true;
  dot.setAttribute("aria-hidden", "true");

  let frame = null;
  let shown = false;
  let ready = false;
  let unread = 0;
  let user = tag.user || "";

  function draw() {
    line.setAttribute("d", shown ? "M6 6l12 12M18 6L6 18" : "M7.9 20A9 9 0 1 0 4 16.1L2 22Z");
    button.setAttribute("aria-expanded", shown);
    button.setAttribute("aria-label", shown ? words.close : unread ? `${words.open}: ${words.new}` : words.open);
    dot.hidden = shown || !unread;
    dot.textContent = unread > 9 ? "9+" : unread;
    host.toggleAttribute("data-open", shown);
    if (frame) frame.hidden = !shown;
  }

  const tell = (what) => ready && frame.contentWindow.postMessage({ pasillo: what, shown, user }, set.origin);

  function build() {
    if (frame) return;
    frame = document.createElement("iframe");
    frame.title = words.title;
    frame.allow = "clipboard-write";
    frame.referrerPolicy = "origin";
    frame.src = `${set.origin}/chat/${set.key}/frame?lang=${lang}${tag.theme ? `&theme=${encodeURIComponent(tag.theme)}` : ""}`;
    root.insertBefore(frame, button);
  }

  function show(now) {
    build();
    shown = now;
    if (shown) unread = 0;
    draw();
    tell("shown");
    if (shown) frame.focus();
    else button.focus();
  }

  button.addEventListener("click", () => show(!shown));
  root.addEventListener("keydown", (ev) => ev.key === "Escape" && shown && show(false));
  addEventListener("message", (ev) => {
    if (!frame || ev.source !== frame.contentWindow || ev.origin !== set.origin || !ev.data) return;
    if (ev.data.pasillo === "ready") { ready = true; tell("hello"); }
    if (ev.data.pasillo === "close") show(false);
    if (ev.data.pasillo === "unread") { unread = shown ? 0 : Number(ev.data.many) || 0; draw(); }
    if (ev.data.pasillo === "talking") remember(ev.data.on);
  });

  function remember(on) {
    try { if (on) localStorage.setItem(mark, "1"); else localStorage.removeItem(mark); } catch { /* a page without a memory */ }
  }

  window.pasilloChat = {
    open: () => show(true),
    close: () => show(false),
    identify: (token) => { user = String(token || ""); tell("hello"); },
  };
  draw();
  const begin = () => {
    document.body.appendChild(host);
    try { if (localStorage.getItem(mark) || user) { build(); draw(); } } catch { /* the same */ }
  };
  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin);
})();
