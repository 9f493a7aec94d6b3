// Two texts of one section, block by block; and a colleague's paragraphs under a typing hand.
import "./browser.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { getSchema } from "@tiptap/core";
import { DOMParser as DocParser, DOMSerializer } from "@tiptap/pm/model";
import { EditorState, TextSelection } from "@tiptap/pm/state";
import { Mapping } from "@tiptap/pm/transform";
import { blocks, both, hunks, layUnder } from "../src/editor/merge.js";
import { extensions } from "../src/editor/schema.js";

const schema = getSchema(extensions(() => {}));
const parse = (html) => DocParser.fromSchema(schema).parse(new DOMParser().parseFromString(html, "text/html").body);
const p = (...texts) => texts.map((text) => `<p>${text}</p>`).join("");

function write(doc) {
  const box = document.createElement("div");
  box.append(DOMSerializer.fromSchema(schema).serializeFragment(doc.content));
  return box.innerHTML;
}

/** `sent` went out, the person typed (`type` on the state), the server answers `merged`. */
function lay(sent, merged, type = () => null) {
  const start = EditorState.create({ doc: parse(sent) });
  const typed = type(start);
  const state = typed ? start.apply(typed) : start;
  const mapping = new Mapping(typed ? typed.mapping.maps : []);
  const tr = layUnder(state, start.doc, parse(merged), mapping);
  return tr && state.apply(tr);
}

test("both texts in one: equal blocks once, theirs before mine", () => {
  assert.deepEqual(both(["a", "T", "b"], ["a", "M", "b", "c"]), ["a", "T", "M", "b", "c"]);
  assert.deepEqual(both([], ["m"]), ["m"]);
  assert.deepEqual(both(["t"], []), ["t"]);
  assert.deepEqual(both(["a", "b"], ["a", "b"]), ["a", "b"]);
});

test("joining loses no block of either", () => {
  const words = ["a", "b", "c", "d"];
  let seed = 7;
  const random = (n) => ((seed = (seed * 1103515245 + 12345) % 2147483648), Math.floor(seed / 65536) % n);
  const text = () => Array.from({ length: random(7) }, () => words[random(4)]);
  const within = (part, whole) => part.every(((at) => (word) => (at = whole.indexOf(word, at) + 1) > 0)(0));
  for (let n = 0; n < 500; n += 1) {
    const [theirs, mine] = [text(), text()];
    const joined = both(theirs, mine);
    assert.ok(within(theirs, joined) && within(mine, joined), `${theirs} + ${mine} = ${joined}`);
  }
});

test("of thousands of paragraphs the one that changed is found at once, wherever it stands", () => {
  const long = Array.from({ length: 20000 }, (_, n) => `đoạn ${n}`);
  for (const at of [0, 9999, 19999]) {
    const other = [...long.slice(0, at), "đoạn khác", "đoạn thêm", ...long.slice(at + 1)];
    assert.deepEqual(hunks(long, other), [{ a: [at, at + 1], b: [at, at + 2] }]);
  }
});

test("hunks name only what differs", () => {
  assert.deepEqual(hunks(["a", "b", "c"], ["a", "x", "c", "d"]), [{ a: [1, 2], b: [1, 2] }, { a: [3, 3], b: [3, 4] }]);
});

test("the top blocks of a text", () => {
  assert.deepEqual(blocks("<p>a</p>\n<ul><li>b</li></ul>"), ["<p>a</p>", "<ul><li>b</li></ul>"]);
});

const merges = [
  ["a paragraph more at the end", p("a"), p("a", "b")],
  ["a paragraph more at the beginning", p("a"), p("b", "a")],
  ["a paragraph changed", p("một hai ba", "x"), p("một 2 ba", "x")],
  ["a paragraph gone", p("a", "b", "c"), p("a", "c")],
  ["a paragraph becomes a heading", p("a", "b"), "<h3>a</h3><p>b</p>"],
  ["a paragraph becomes a list", p("a", "b"), "<p>a</p><ul><li><p>b</p></li></ul>"],
  ["two places at once", p("a", "b", "c", "d"), p("A", "b", "C", "d", "e")],
  ["letters doubled", p("aaa"), p("aaaa")],
  ["words bold", p("a b"), "<p>a <strong>b</strong></p>"],
  ["from nothing", "", p("a")],
];
for (const [what, sent, merged] of merges) {
  test(`laid under resting hands: ${what}`, () => assert.equal(write(lay(sent, merged).doc), merged));
}

test("the cursor stays at its word when text comes before it", () => {
  const start = EditorState.create({ doc: parse(p("một", "hai ba")) });
  const at = start.apply(start.tr.setSelection(TextSelection.create(start.doc, 9)));
  const tr = layUnder(at, at.doc, parse(p("một", "thêm", "hai ba")), new Mapping());
  const next = at.apply(tr);
  assert.equal(next.doc.textBetween(next.selection.from, next.selection.from + 2), at.doc.textBetween(9, 11));
});

test("the cursor stays inside a paragraph that somebody else changed further on", () => {
  const start = EditorState.create({ doc: parse(p("một hai ba")) });
  const at = start.apply(start.tr.setSelection(TextSelection.create(start.doc, 4)));
  const next = at.apply(layUnder(at, at.doc, parse(p("một hai bốn")), new Mapping()));
  assert.equal(next.selection.from, 4);
});

test("typing in one paragraph, a colleague's change in another: both stand", () => {
  const next = lay(p("a", "b"), p("a", "B", "c"), (state) => state.tr.insertText("X", 2));
  assert.equal(write(next.doc), p("aX", "B", "c"));
});

test("a new paragraph of mine and one of theirs: both stand", () => {
  const next = lay(p("a", "b"), p("a", "b", "T"), (state) => state.tr.insert(0, schema.nodes.paragraph.create(null, schema.text("M"))));
  assert.equal(write(next.doc), p("M", "a", "b", "T"));
});

test("typing in the very paragraph that changed: not laid under, the server merges again", () => {
  assert.equal(lay(p("a"), p("a của Bình"), (state) => state.tr.insertText("X", 2)), null);
});

test("deleting the very paragraph that changed: not laid under", () => {
  assert.equal(lay(p("a", "b"), p("a", "B"), (state) => state.tr.delete(3, 6)), null);
});

test("a merge cannot be undone by Ctrl+Z", () => {
  const start = EditorState.create({ doc: parse(p("a")) });
  assert.equal(layUnder(start, start.doc, parse(p("b")), new Mapping()).getMeta("addToHistory"), false);
});
