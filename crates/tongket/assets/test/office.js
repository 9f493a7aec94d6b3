// The people of the tests. A desk is one open page; its drawer (the machine's store) outlives it.
// Time stands still unless a test lets it pass.
import { Queue } from "../src/editor/queue.js";
import { understand } from "../src/editor/post.js";

/** Lets everything that is ready run. */
export const settle = async () => {
  for (let n = 0; n < 20; n += 1) await new Promise((resolve) => setImmediate(resolve));
};

export class Clock {
  constructor() {
    this.time = 1_000_000;
    this.timers = [];
  }
  now = () => this.time;
  later = (ms, run) => {
    const timer = { at: this.time + ms, run };
    this.timers.push(timer);
    return () => (this.timers = this.timers.filter((t) => t !== timer));
  };
  async pass(ms) {
    const end = this.time + ms;
    await settle();
    for (;;) {
      const next = this.timers.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers = this.timers.filter((t) => t !== next);
      this.time = next.at;
      next.run();
      await settle();
    }
    this.time = end;
  }
}

/** What a machine keeps; `broken` refuses to write. */
export class Drawer {
  records = new Map();
  writes = [];
  broken = false;
  put = async (record) => {
    await new Promise(setImmediate); // a disk takes its time
    if (this.broken) throw new Error("quota");
    this.records.set(record.id, record);
    this.writes.push(record);
  };
  remove = async (id) => void this.records.delete(id);
  get only() {
    return [...this.records.values()][0];
  }
}

/** A server with one section. It answers a known key as it did before. */
export class Server {
  versions = [{ version: "v0", html: "" }];
  answers = new Map();
  requests = [];
  line = "up"; // "down": nothing arrives; "deaf": it arrives, the answer does not
  session = true;
  merge = null; // (mine, theirs) => html, where the server can merge
  refuse = null; // { status, …body }
  gate = null; // a promise that answers wait for
  most = 0;
  open = 0;

  post = async (_action, body, key, { leaving } = {}) => {
    this.requests.push({ key, body: structuredClone(body), leaving });
    this.open += 1;
    this.most = Math.max(this.most, this.open);
    await this.gate;
    try {
      return await understand(this.answer(body, key));
    } catch {
      return { kind: "lost" };
    } finally {
      this.open -= 1;
    }
  };

  answer(body, key) {
    const reply = (status, said, headers) => new Response(JSON.stringify(said), { status, headers });
    if (this.line === "down") throw new Error("no line");
    if (!this.session) return reply(401, { code: "TK001" });
    if (this.refuse) return reply(this.refuse.status, this.refuse, this.refuse.headers);
    if (!this.answers.has(key)) this.answers.set(key, this.store(body));
    if (this.line === "deaf") throw new Error("the answer got lost");
    return reply(200, this.answers.get(key));
  }

  store({ base, html, state }) {
    const current = this.versions.at(-1);
    const version = `v${this.versions.length}`;
    if (base === current.version) {
      this.versions.push({ version, html, state });
      return { status: "saved", version };
    }
    const merged = this.merge?.(html, current.html);
    if (merged != null) {
      this.versions.push({ version, html: merged, state });
      return { status: "merged", version, html: merged };
    }
    this.versions.splice(-1, 0, { version, html, state });
    return { status: "conflict", current: { ...current, author: "Bình", at: 5 }, mine: { version } };
  }

  /** Somebody else saves. */
  receive(html) {
    this.versions.push({ version: `v${this.versions.length}`, html });
  }
  get html() {
    return this.versions.at(-1).html;
  }
}

let keys = 0;

/** One open page with its writer. */
export class Desk {
  constructor(server, { clock = new Clock(), drawer = new Drawer(), base = "v0", id = "desk-1" } = {}) {
    Object.assign(this, { server, clock, drawer, states: [], details: [], shown: "", taken: true, unkept: 0 });
    this.queue = new Queue({
      id, account: "lan", action: "/sections/1/version", base,
      keep: drawer, post: server.post, clock, newKey: () => `key-${++keys}`,
      on: {
        sealed: () => {},
        state: (name, detail) => (this.states.push(name), this.details.push(detail)),
        place: (html) => {
          if (this.taken) this.shown = this.join ? this.join(html, this.shown) : html;
          return { taken: this.taken, same: this.shown === html, html: this.shown };
        },
        unkept: () => (this.unkept += 1),
      },
    });
  }
  write(html, state = "written") {
    this.shown = html;
    this.queue.type({ html, state });
  }
  get state() {
    return this.states.at(-1);
  }
}
