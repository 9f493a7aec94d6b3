// The drawer: IndexedDB, or localStorage where that is shut.
import "fake-indexeddb/auto";
import "./browser.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { openKeep, textOf } from "../src/editor/keep.js";
import { window } from "./browser.js";

const record = (id, at, account = "lan") => ({ id, account, action: "/s/1", at, draft: { html: id, state: "written" } });
const shut = { open: () => { throw new Error("SecurityError"); } };

for (const [what, open] of [["IndexedDB", () => openKeep()], ["localStorage", () => openKeep(shut, window.localStorage)]]) {
  test(`${what}: newest first, only one's own, gone when removed`, async () => {
    const keep = await open();
    await keep.put(record("old", 1));
    await keep.put(record("new", 2));
    await keep.put(record("bình", 3, "binh"));
    await keep.put({ ...record("elsewhere", 4), action: "/s/2" });
    assert.deepEqual((await keep.all("lan", "/s/1")).map((r) => r.id), ["new", "old"]);
    await keep.put({ ...record("new", 5), draft: { html: "newer" } });
    assert.equal((await keep.all("lan", "/s/1"))[0].draft.html, "newer");
    await keep.remove("new");
    assert.deepEqual((await keep.all("lan", "/s/1")).map((r) => r.id), ["old"]);
  });
}

test("another page of the same browser sees what a crashed one left", async () => {
  await (await openKeep()).put(record("left", 9));
  assert.ok((await (await openKeep()).all("lan", "/s/1")).some((r) => r.id === "left"));
});

test("the newest text of a record: draft, then what was under way, then what stood against another", () => {
  const draft = { html: "d" };
  const sending = { body: { html: "s" } };
  const conflict = { html: "c" };
  assert.equal(textOf({ draft, sending, conflict }).html, "d");
  assert.equal(textOf({ sending, conflict }).html, "s");
  assert.equal(textOf({ conflict }).html, "c");
  assert.equal(textOf({}), undefined);
});
