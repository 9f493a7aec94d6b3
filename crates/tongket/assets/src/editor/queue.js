// What somebody types goes first to this machine, then to the server, and leaves the machine
// only when the server has said that it has it. One save is under way at a time; while it is,
// the newest text waits. The same save keeps its key until it is answered, over crashes too,
// so that the server can tell a repetition from a second save.
//
// No DOM and no network here: `keep` stores, `post` sends, `clock` waits, `on` shows.

const DEBOUNCE = 1200; // ms after the last key
const AT_MOST = 8000; // ms that a change waits while typing goes on
const BACKOFF = [1, 2, 4, 8, 15, 30, 60].map((s) => s * 1000);
const ASK_AGAIN = 20_000; // ms between looks whether a session is back

export class Queue {
  /**
   * @param about `{ id, account, action, base }`: this page, who writes, where it goes, version shown
   * @param keep `{ put(record), remove(id) }`, both async
   * @param post `(action, body, key, { leaving }) => Promise<answer>`, answers as in post.js
   * @param clock `{ now(), later(ms, run) => cancel }`
   * @param on `{ sealed(), state(name, detail), place(html) => { taken, same, html }, unkept(error) }`:
   *   `place` lays the server's text under the hands; `html` is the text then, `same` when it is the server's;
   *   `sealed` says that the text of this moment is what goes out
   * @param newKey makes a uuid
   */
  constructor({ id, account, action, base, keep, post, clock, on, newKey }) {
    this.record = { id, account, action, base: base || null, draft: null, sending: null, conflict: null, at: 0 };
    Object.assign(this, { keep, post, clock, on, newKey });
    this.busy = false;
    this.tries = 0;
    this.held = null; // "refused" | "conflict": waits for a person
    this.firstUnsent = 0;
    this.cancel = null;
    this.writing = null;
    this.dirty = false;
  }

  /** Is there anything that the server has not acknowledged? */
  get unsent() {
    return !!(this.record.draft || this.record.sending || this.record.conflict);
  }

  /** A change: `{ html, state }`. Kept at once, sent when the hand rests. */
  type(content) {
    const { record } = this;
    record.draft = { ...content, resolves: record.draft?.resolves };
    record.at = this.clock.now();
    this.firstUnsent ||= record.at;
    this.save();
    if (record.conflict) return;
    if (this.held === "refused") this.held = null;
    if (this.busy || this.tries > 0) return;
    this.on.state("typing");
    this.wait(Math.max(0, Math.min(DEBOUNCE, this.firstUnsent + AT_MOST - record.at)));
  }

  /** Sends now what is there; also "try again". `leaving`: the page is about to go. */
  flush({ leaving = false } = {}) {
    if (this.held === "refused") this.held = null;
    return this.pump(leaving);
  }

  /** The line or the session may be back: try at once. */
  wake() {
    if (this.tries > 0 && !this.busy) this.pump();
  }

  /** What a crash left of another page's record goes on here. */
  adopt(left, { base, draft }) {
    const { record } = this;
    record.base = base;
    record.sending = left.sending;
    record.conflict = left.conflict;
    record.draft = draft;
    record.at = this.clock.now();
    this.save();
    if (record.conflict) this.hold("conflict", record.conflict);
    else this.pump();
  }

  /** The person chose between two texts; `content` is the choice. */
  resolve(content) {
    const { record } = this;
    if (!record.conflict) return;
    record.base = record.conflict.current.version;
    record.draft = { ...content, resolves: record.conflict.mine?.version };
    record.conflict = null;
    this.held = null;
    this.save();
    return this.pump();
  }

  wait(ms) {
    this.cancel?.();
    this.cancel = this.clock.later(ms, () => this.pump());
  }

  hold(why, detail) {
    this.held = why;
    this.on.state(why, detail);
  }

  async pump(leaving = false) {
    const { record } = this;
    if (this.busy || this.held || !(record.sending || record.draft)) return;
    this.cancel?.();
    this.busy = true;
    if (!record.sending) this.seal();
    if (this.tries === 0) this.on.state("saving");
    const kept = this.save();
    if (!leaving) await kept; // the key must survive a crash before the server sees it
    const { key, body } = record.sending;
    const answer = await this.post(record.action, body, key, { leaving });
    this.busy = false;
    this.hear(answer, body);
  }

  /** The draft becomes a save with its own key. */
  seal() {
    const { record } = this;
    const { html, state, resolves } = record.draft;
    const body = { base: record.base, html, state };
    if (resolves) body.resolves = resolves;
    record.sending = { key: this.newKey(), body };
    record.draft = null;
    this.firstUnsent = 0;
    this.on.sealed();
  }

  hear(answer, body) {
    if (answer.kind === "saved" || answer.kind === "merged") return this.acknowledged(answer, body);
    if (answer.kind === "conflict") return this.conflicted(answer, body);
    if (answer.kind === "refused") return this.refused(answer, body);
    this.tries += 1;
    this.on.state(answer.kind === "expired" ? "expired" : "offline");
    const pause = BACKOFF[Math.min(this.tries, BACKOFF.length) - 1];
    this.wait(answer.kind === "expired" ? ASK_AGAIN : (answer.after ?? pause));
  }

  acknowledged(answer, body) {
    const { record } = this;
    this.tries = 0;
    record.sending = null;
    const placed = answer.html == null ? null : this.on.place(answer.html);
    // A merge that could not be put under somebody's hands: the old base lets the server merge again.
    if (answer.kind === "saved" || !placed || placed.taken) record.base = answer.version;
    if (placed && record.draft) record.draft.html = placed.html;
    const settled = placed?.taken ? placed.same : record.draft?.html === body.html;
    if (settled && record.draft?.state === body.state) record.draft = null;
    this.save();
    this.on.state("saved", { version: answer.version, unsent: this.unsent, merged: answer.kind === "merged" });
    if (!record.draft) return;
    this.on.state("typing");
    this.wait(DEBOUNCE);
  }

  conflicted({ current, mine }, body) {
    const { record } = this;
    this.tries = 0;
    record.sending = null;
    record.conflict = { current, mine, html: body.html, state: body.state };
    this.save();
    this.hold("conflict", record.conflict);
  }

  refused(refusal, body) {
    const { record } = this;
    this.tries = 0;
    record.sending = null;
    record.draft ??= { html: body.html, state: body.state, resolves: body.resolves };
    this.save();
    this.hold("refused", refusal);
  }

  /** Writes the record to this machine; while a write runs only the newest waits. */
  save() {
    this.dirty = true;
    this.writing ??= this.write().finally(() => (this.writing = null));
    return this.writing;
  }

  async write() {
    while (this.dirty) {
      this.dirty = false;
      try {
        if (this.unsent) await this.keep.put(structuredClone(this.record));
        else await this.keep.remove(this.record.id);
      } catch (error) {
        this.on.unkept(error);
      }
    }
  }
}
