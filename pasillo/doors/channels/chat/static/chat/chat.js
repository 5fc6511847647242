// The chat window. What is typed and not sent yet is kept on this device; what was sent is sent once, however often it is tried.
import { Line } from "./line.js";

const at = (id) => document.getElementById(id);
const { key, lang, origins } = document.body.dataset;
const words = JSON.parse(document.body.dataset.words);
const form = at("form"), text = at("text"), log = at("log"), scroll = at("scroll");
const memory = (() => { try { return window.localStorage; } catch { return null; } })();
const store = `pasillo-chat:${key}`;
const MOST_BYTES = 40 * 2 ** 20;
const host = window.parent === window ? null : window.parent;

let hostOrigin = "";
let shown = !host;
let attended = true;
let talk = null;
let last = 0, read = 0, unread = 0;
let chosen = [];
let pending = load("pending", []);
const drawn = new Map();

function load(name, otherwise) { try { return JSON.parse(memory?.getItem(`${store}:${name}`)) ?? otherwise; } catch { return otherwise; } }
function keep(name, value) { try { memory?.setItem(`${store}:${name}`, JSON.stringify(value)); } catch { /* a browser without a memory */ } }

const line = new Line({ key, lang, token: load("token", ""), keepToken: (token) => keep("token", token), hear, lost, doing: now });

/** What the heartbeat tells: whether they write, and up to where they have read. */
function now() {
  const eyes = shown && !document.hidden;
  if (eyes) { read = last; setUnread(0); }
  return { doing: Date.now() - typedAt < 5000 && text.value ? "write" : "look", read: last, eyes: eyes ? 1 : 0 };
}

function hear(told, isAnswer) {
  at("why").textContent = isAnswer ? "" : at("why").dataset.sort === "line" ? "" : at("why").textContent;
  attended = told.standing.attended;
  at("line").textContent = told.talk?.last && (attended || told.talk.with) ? told.talk.with : told.standing.line;
  at("may").hidden = !attended && !talk;
  if (!told.talk) return draw();
  const first = talk === null;
  talk = told.talk;
  host?.postMessage({ pasillo: "talking", on: !talk.over }, hostOrigin || "*");
  const fresh = talk.messages.filter((one) => !drawn.has(one.id));
  for (const one of fresh) { pending = pending.filter((mine) => mine.key !== one.key); drawn.set(one.id, one); }
  for (const one of talk.news) drawn.set(`n${one.id}`, one);
  keep("pending", pending.filter((one) => !one.files?.length));
  last = Math.max(last, talk.last);
  draw();
  const theirs = fresh.filter((one) => !one.mine);
  if (theirs.length && !first) announce(theirs);
  if (theirs.length) line.beat();
}

function announce(theirs) {
  const one = theirs[theirs.length - 1];
  at("said").textContent = `${words.fresh.replace("{who}", one.who)}: ${one.text}`;
  if (!shown || document.hidden) setUnread(unread + theirs.length);
}

function setUnread(many) {
  if (many === unread) return;
  unread = many;
  host?.postMessage({ pasillo: "unread", many }, hostOrigin || "*");
}

function lost(isLost) {
  const why = at("why");
  if (isLost && !why.textContent) { why.textContent = words.lost; why.dataset.sort = "line"; }
  if (!isLost && why.dataset.sort === "line") { why.textContent = ""; why.dataset.sort = ""; for (const one of pending) if (one.failed) send(one); }
}

function draw() {
  const near = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
  const rows = [...drawn.values()].sort((a, b) => a.at.localeCompare(b.at) || (a.who === undefined ? -1 : 1));
  log.replaceChildren(...rows.map((one) => (one.who === undefined ? news(one) : said(one))), ...pending.map(said));
  for (const [id, value] of [["queue", talk?.queue], ["mailed", talk?.mailed], ["writing", talk?.writing]]) {
    if (at(id).textContent !== (value ?? "")) at(id).textContent = value ?? "";
  }
  at("over").textContent = words.over;
  at("over").hidden = !talk?.over;
  at("who").hidden = Boolean(talk) || pending.length > 0 || line.isProven;
  if (near || rows.length < 3) scroll.scrollTop = scroll.scrollHeight;
}

function element(sort, look, content = "") {
  const made = document.createElement(sort);
  if (look) made.className = look;
  if (content) made.textContent = content;
  return made;
}

function news(one) { return element("li", "news", one.text); }

function said(one) {
  const row = element("li", one.mine ? "mine" : "");
  if (one.failed) row.classList.add("failed");
  const bubble = element("div", "b", one.text);
  for (const file of one.files ?? []) bubble.append(file.url ? fileLink(file) : element("span", "f", file.name));
  const meta = element("p", "meta");
  if (one.mine) meta.append(element("span", "sr", `${words.yours} `));
  else meta.append(element("b", "", one.who), " ");
  meta.append(one.when ?? (one.failed ? `${words.notSent} ` : words.sending));
  if (one.failed) {
    const again = element("button", "", words.again);
    again.type = "button";
    again.addEventListener("click", () => send(one));
    meta.append(again);
  }
  row.append(bubble, meta);
  return row;
}

function fileLink(file) {
  const link = element("a", "f", file.picture ? "" : file.name);
  link.href = file.url;
  link.target = "_blank";
  link.rel = "noopener";
  if (file.picture) {
    const picture = element("img");
    picture.src = file.url;
    picture.alt = file.name;
    picture.loading = "lazy";
    link.append(picture);
  }
  return link;
}

async function send(one) {
  one.failed = false;
  draw();
  const answer = await line.say(one);
  if (answer.told) { typedAt = 0; return hear(answer.told, true); }
  at("why").dataset.sort = answer.why ? "said" : "line";
  at("why").textContent = answer.why || words.lost;
  one.failed = true;
  if (!talk && answer.why) {
    pending = pending.filter((other) => other !== one);
    text.value ||= one.text;
    chosen = [...(one.files ?? []), ...chosen];
    files();
    draw();
    (attended ? text : form.elements.email).focus();
  }
  keep("pending", pending.filter((other) => !other.files?.length));
  draw();
}

form.addEventListener("submit", (ev) => {
  ev.preventDefault();
  if (!text.value.trim() && !chosen.length) return text.focus();
  const one = {
    mine: true, key: line.random(), text: text.value.trim(), files: chosen,
    name: form.elements.name.value, email: form.elements.email.value,
  };
  pending.push(one);
  [text.value, chosen] = ["", []];
  keep("draft", "");
  files();
  text.focus();
  send(one);
  scroll.scrollTop = scroll.scrollHeight;
});

let typedAt = 0;
text.value ||= load("draft", ""); // who is quicker than this script keeps what they typed
text.addEventListener("input", () => {
  const was = Date.now() - typedAt < 5000;
  typedAt = Date.now();
  keep("draft", text.value);
  if (!was && talk) line.beat();
});
text.addEventListener("keydown", (ev) => {
  if (ev.key !== "Enter" || ev.shiftKey || ev.isComposing || matchMedia("(pointer: coarse)").matches) return;
  ev.preventDefault();
  form.requestSubmit();
});

function add(list) {
  for (const file of list) {
    if (file.size > MOST_BYTES) at("why").textContent = words.tooBig.replace("{name}", file.name);
    else chosen.push(file);
  }
  files();
}

function files() {
  at("files").hidden = !chosen.length;
  at("files").replaceChildren(...chosen.map((file) => {
    const row = element("li");
    const drop = element("button", "", "×");
    drop.type = "button";
    drop.setAttribute("aria-label", words.drop.replace("{name}", file.name));
    drop.addEventListener("click", () => { chosen = chosen.filter((other) => other !== file); files(); text.focus(); });
    row.append(element("span", "", file.name), drop);
    return row;
  }));
}

at("pick").addEventListener("change", (ev) => { add(ev.target.files); ev.target.value = ""; text.focus(); });
text.addEventListener("paste", (ev) => ev.clipboardData?.files.length && (ev.preventDefault(), add(ev.clipboardData.files)));
document.addEventListener("dragover", (ev) => ev.preventDefault());
document.addEventListener("drop", (ev) => { ev.preventDefault(); add(ev.dataTransfer?.files ?? []); });

// The page around us: it says when it shows us, and who somebody is by a token of its server.
at("close").hidden = !host;
at("close").addEventListener("click", () => host?.postMessage({ pasillo: "close" }, hostOrigin || "*"));
document.addEventListener("keydown", (ev) => ev.key === "Escape" && host?.postMessage({ pasillo: "close" }, hostOrigin || "*"));
addEventListener("message", async (ev) => {
  if (ev.source !== host || !origins.split(" ").includes(ev.origin) || !ev.data?.pasillo) return;
  hostOrigin = ev.origin;
  const opens = ev.data.shown && !shown;
  shown = Boolean(ev.data.shown);
  if (ev.data.user && ev.data.user !== line.proof && (await line.prove(ev.data.user))) { drawn.clear(); talk = null; [last, read] = [0, 0]; }
  line.wake(shown);
  if (opens) text.focus();
});
document.addEventListener("visibilitychange", () => line.wake(shown && !document.hidden));
addEventListener("pagehide", () => talk && line.leave());
addEventListener("pageshow", (ev) => ev.persisted && line.wake(shown));
draw();
for (const one of pending) send(one);
line.wake(shown);
host?.postMessage({ pasillo: "ready" }, "*");
