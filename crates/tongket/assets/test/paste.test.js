// Where what people paste comes to stand.
import "./browser.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { getSchema } from "@tiptap/core";
import { DOMParser as DocParser, Slice } from "@tiptap/pm/model";
import { EditorState, TextSelection } from "@tiptap/pm/state";
import { onItsOwn } from "../src/editor/paste.js";
import { extensions } from "../src/editor/schema.js";

const schema = getSchema(extensions(() => {}));
const dom = (html) => new DOMParser().parseFromString(html, "text/html").body;
const parse = (html) => DocParser.fromSchema(schema).parse(dom(html));

/** Pastes at the end of the first block. */
function paste(text, html, fromOutside = true) {
  const doc = parse(text);
  const start = EditorState.create({ doc });
  const at = start.apply(start.tr.setSelection(TextSelection.create(doc, doc.firstChild.nodeSize - 1)));
  const slice = Slice.maxOpen(parse(html).content);
  const next = at.apply(at.tr.replaceSelection(onItsOwn(slice, at, fromOutside)));
  return next.doc.content.content.map((block) => `${block.type.name}: ${block.textContent}`);
}

test("a heading pasted behind words is a heading of its own", () => {
  assert.deepEqual(paste("<p>Có 12 tổ.</p><p>Hết.</p>", "<h3>Kết quả</h3>"), ["paragraph: Có 12 tổ.", "heading: Kết quả", "paragraph: Hết."]);
});

test("with the paragraphs below it", () => {
  assert.deepEqual(paste("<p>Có 12 tổ.</p>", "<h3>Kết quả</h3><p>Tốt.</p>"), ["paragraph: Có 12 tổ.", "heading: Kết quả", "paragraph: Tốt."]);
});

test("words copied within the editor go on where the cursor stands", () => {
  assert.deepEqual(paste("<p>Có </p>", "<h3>12 tổ</h3>", false), ["paragraph: Có12 tổ"]);
});

test("a paragraph goes on where the cursor stands", () => {
  assert.deepEqual(paste("<p>Có</p>", "<p>, 12 tổ</p>"), ["paragraph: Có, 12 tổ"]);
});
