// Sentences and places in a section's text, counted as the server counts.
import "./browser.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksOf, scalars, sentencesOf, tail } from "../src/text.js";

const sentences = (text) => sentencesOf(text).map(([from, to]) => text.slice(from, to));

const cases = [
  ["Một câu. Hai câu! Ba câu?", ["Một câu.", "Hai câu!", "Ba câu?"]],
  ["Thôn Đông: 5 tổ; thôn Bãi: 9 tổ.", ["Thôn Đông: 5 tổ; thôn Bãi: 9 tổ."]],
  ["Có 3.400 hộ. Năm 2024 tăng 1,5 lần.", ["Có 3.400 hộ.", "Năm 2024 tăng 1,5 lần."]],
  ["1. Tổ tự quản hoạt động tốt. Nhân dân hưởng ứng.", ["1. Tổ tự quản hoạt động tốt.", "Nhân dân hưởng ứng."]],
  ["II. Kết quả", ["II. Kết quả"]],
  ["TM. Ủy ban nhân dân ký. Đã gửi.", ["TM. Ủy ban nhân dân ký.", "Đã gửi."]],
  ["Ông nói: “Rất tốt.” Mọi người đồng ý.", ["Ông nói: “Rất tốt.”", "Mọi người đồng ý."]],
  ["", []],
];
for (const [text, expected] of cases) test(text || "nothing", () => assert.deepEqual(sentences(text), expected));

test("blocks in order, white space folded, breaks are spaces, a cell is a block", () => {
  document.body.innerHTML = "<div id=t><h3> 1.  Tổ </h3>\n<p>Một <strong>hai</strong>\n ba<br>bốn</p><ul><li><p>năm</p></li></ul><table><tr><td>6</td><td></td></tr></table></div>";
  const blocks = blocksOf(document.getElementById("t"));
  assert.deepEqual(blocks.map((b) => b.text), ["1. Tổ", "Một hai ba bốn", "năm", "6"]);
  for (const block of blocks) assert.equal(block.at.length, block.text.length);
});

test("offsets count letters as the server does, however they were typed", () => {
  assert.equal(scalars("Tổ".normalize("NFD")), 2);
  assert.equal(scalars("𝒳a"), 2);
  assert.equal(tail("Sơn Hải", 3), "Hải");
});
