// Where unsent texts lie on this machine: IndexedDB, or localStorage where that is shut
// (private windows of old browsers). Records carry whose they are and where they go.

const NAME = "tongket";
const STORE = "unsent";

/** A keep `{ put, remove, all(account, action) }`; falls back when IndexedDB refuses. */
export async function openKeep(indexed = globalThis.indexedDB, local = globalThis.localStorage) {
  try {
    return await openIndexed(indexed);
  } catch {
    return openLocal(local);
  }
}

function openIndexed(indexed) {
  return new Promise((resolve, reject) => {
    const opening = indexed.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "id" });
    opening.onerror = () => reject(opening.error);
    opening.onblocked = () => reject(new Error("blocked"));
    opening.onsuccess = () => resolve(indexedKeep(opening.result));
  });
}

function indexedKeep(db) {
  const act = (mode, run) =>
    new Promise((resolve, reject) => {
      const transaction = db.transaction(STORE, mode);
      const request = run(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  return {
    put: (record) => act("readwrite", (store) => store.put(record)),
    remove: (id) => act("readwrite", (store) => store.delete(id)),
    all: async (account, action) => mine(await act("readonly", (store) => store.getAll()), account, action),
  };
}

function openLocal(local) {
  const name = (id) => `${NAME}:${STORE}:${id}`;
  return {
    put: async (record) => local.setItem(name(record.id), JSON.stringify(record)),
    remove: async (id) => local.removeItem(name(id)),
    all: async (account, action) => {
      const keys = Array.from({ length: local.length }, (_, n) => local.key(n));
      const records = keys.filter((key) => key.startsWith(name(""))).map((key) => JSON.parse(local.getItem(key)));
      return mine(records, account, action);
    },
  };
}

/** Newest first. */
function mine(records, account, action) {
  return records.filter((r) => r.account === account && r.action === action).sort((a, b) => b.at - a.at);
}

/** Holds a lock while this page lives, so that other pages do not offer its text as lost. */
export function liveAs(id) {
  navigator.locks?.request(lockName(id), () => new Promise(() => {}));
}

/** Runs once the page of record `id` is gone (at once after a crash), and in one page at a time. */
export function onceLeft(id, run) {
  return navigator.locks ? navigator.locks.request(lockName(id), run) : run();
}

const lockName = (id) => `${NAME}:${id}`;

/** The newest text in a record, wherever the crash left it: `{ html, state }`. */
export function textOf(record) {
  return record.draft ?? record.sending?.body ?? record.conflict;
}
