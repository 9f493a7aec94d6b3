// What an answer means to the queue.
import assert from "node:assert/strict";
import { test } from "node:test";
import { post, understand } from "../src/editor/post.js";

const json = (status, said, headers = {}) => new Response(JSON.stringify(said), { status, headers });

const cases = [
  ["saved", json(200, { status: "saved", version: "v2" }), { kind: "saved", version: "v2", html: undefined }],
  ["merged", json(200, { status: "merged", version: "v2", html: "<p>x</p>" }), { kind: "merged", version: "v2", html: "<p>x</p>" }],
  ["a conflict, as 200", json(200, { status: "conflict", current: { version: "a" }, mine: { version: "b" } }), { kind: "conflict", current: { version: "a" }, mine: { version: "b" } }],
  ["a conflict, as 409", json(409, { status: "conflict", current: { version: "a" }, mine: { version: "b" } }), { kind: "conflict", current: { version: "a" }, mine: { version: "b" } }],
  ["an ended session", json(401, { code: "TK001" }), { kind: "expired" }],
  ["a redirect to the sign-in page", { status: 0, type: "opaqueredirect" }, { kind: "expired" }],
  ["a refusal", json(422, { code: "TK1", vi: "Không." }), { kind: "refused", status: 422, code: "TK1", vi: "Không." }],
  ["409 that is no conflict", json(409, { code: "TK2" }), { kind: "refused", status: 409, code: "TK2" }],
  ["a gateway that gave up", json(503, {}, { "Retry-After": "3" }), { kind: "lost", after: 3000 }],
  ["a hotel's page that says 200", new Response("<html>Wifi</html>"), { kind: "lost" }],
  ["200 with something else", json(200, { hello: 1 }), { kind: "lost" }],
  ["an error page", new Response("<html>", { status: 500 }), { kind: "lost" }],
];
for (const [what, response, expected] of cases) {
  test(what, async () => {
    const answer = await understand(response);
    if (expected.kind === "lost" && !("after" in expected)) delete answer.after;
    assert.deepEqual(answer, expected);
  });
}

test("a save carries its key, asks for JSON and follows no redirect", async (t) => {
  const asked = [];
  t.mock.method(globalThis, "fetch", async (...all) => (asked.push(all), json(200, { status: "saved", version: "v" })));
  await post("/s/1", { base: null, html: "x", state: "written" }, "key-1");
  const [url, { headers, redirect, method, body }] = asked[0];
  assert.deepEqual([url, method, redirect, headers["Idempotency-Key"], headers.Accept], ["/s/1", "POST", "manual", "key-1", "application/json"]);
  assert.deepEqual(JSON.parse(body), { base: null, html: "x", state: "written" });
});

test("no line is an answer too", async (t) => {
  t.mock.method(globalThis, "fetch", async () => { throw new TypeError("failed"); });
  assert.deepEqual(await post("/s/1", {}, "k"), { kind: "lost" });
});
