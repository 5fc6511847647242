// The line to the server: asks for news, hears of them, says what was written. A word in a header opens it; there is no cookie.
const BEAT = 20_000, QUICK = 3_000, SLOW = 20_000, IDLE = 30_000;

export class Line {
  constructor({ key, lang, token, keepToken, hear, lost, doing }) {
    Object.assign(this, { base: `/chat/${key}`, lang, token, keepToken, hear, lost, doing });
    this.proof = "";
    this.isProven = false;
    this.isLive = false;
    this.last = 0;
    this.timer = 0;
    this.open = true;
    setInterval(() => this.talking && this.beat(), BEAT);
  }

  random() {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  ask(what, { body, after, keepalive } = {}) {
    const query = new URLSearchParams({ lang: this.lang, zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "", ...after });
    const headers = this.token ? { Authorization: `Chat ${this.token}` } : {};
    return fetch(`${this.base}/${what}?${query}`, { method: body ? "POST" : "GET", body, headers, keepalive, credentials: "omit", cache: "no-store" });
  }

  /** Now, and then again and again: seldom while news come by themselves, or nobody looks. */
  wake(shown) {
    this.open = shown;
    if (!shown && !this.token) return void clearTimeout(this.timer);
    this.look();
  }

  async look() {
    clearTimeout(this.timer);
    try {
      const answer = await this.ask("talk", { after: { after: this.last, ...(this.token ? { here: 1 } : {}) } });
      if (answer.ok) this.take(await answer.json());
      this.lost(false);
    } catch { this.lost(true); }
    clearTimeout(this.timer);
    const pause = !this.talking ? IDLE : this.isLive ? SLOW : this.open && !document.hidden ? QUICK : IDLE;
    if (this.open || this.talking) this.timer = setTimeout(() => this.look(), pause);
  }

  take(told, isAnswer = false) {
    if (told.talk) {
      this.last = Math.max(this.last, told.talk.last);
      this.talking = true;
      this.listen();
    }
    this.hear(told, isAnswer);
  }

  /** What was said goes out under its own mark: tried twice, it is one. Returns what came of it, or why not. */
  async say(one) {
    if (!this.token) {
      this.token = this.random();
      this.keepToken(this.token);
    }
    const body = new FormData();
    for (const name of ["key", "text", "name", "email"]) body.set(name, one[name] ?? "");
    if (this.proof) body.set("proof", this.proof);
    for (const file of one.files ?? []) body.append("files", file);
    try {
      const answer = await this.ask("messages", { body });
      const told = await answer.json();
      if (answer.ok) {
        this.take(told, true);
        return { told };
      }
      return { why: told.why };
    } catch { return { why: "" }; }
  }

  /** The host's server says who it is. What was said without that stays apart. */
  async prove(proof) {
    const before = [this.token, this.last];
    [this.token, this.last] = [this.isProven ? this.token : this.random(), 0];
    const body = new FormData();
    body.set("proof", proof);
    try {
      const answer = await this.ask("proof", { body });
      if (!answer.ok) throw new Error("not proven");
      [this.proof, this.isProven] = [proof, true];
      return true;
    } catch {
      [this.token, this.last] = before;
      return false;
    }
  }

  beat() {
    const { doing, read, eyes } = this.doing();
    this.tell({ doing, read, eyes });
  }

  leave() { this.tell({ doing: "left", read: 0, eyes: 0 }, true); }

  tell(what, keepalive = false) {
    if (!this.token) return;
    this.ask("here", { body: new URLSearchParams(what), keepalive }).catch(() => {});
  }

  /** News by the one stream of the house; while it is away we ask again and again. */
  async listen() {
    if (this.listening) return;
    this.listening = true;
    try {
      const answer = await fetch("/live", { headers: { Authorization: `Chat ${this.token}`, Accept: "text/event-stream" }, credentials: "omit", cache: "no-store" });
      if (!answer.ok || !answer.body) throw new Error("no stream");
      this.isLive = true;
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        if (part.value.includes("event: ")) this.look();
      }
    } catch { /* asked for again below */ }
    this.isLive = false;
    setTimeout(() => { this.listening = false; if (this.talking) this.look(); }, 5_000);
  }
}
