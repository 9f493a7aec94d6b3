// What people paste, and what becomes of it.
import "./browser.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { clean, cleaned } from "../src/editor/clean.js";

const item = (level, marker, text) =>
  `<p class=MsoListParagraphCxSpMiddle style='margin-left:1in;mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>${marker}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>${text}<o:p></o:p></p>`;

const cases = [
  ["a Word paragraph", `<html xmlns:o="x"><head><style>p{color:red}</style><meta name=Generator></head><body><!--StartFragment--><p class=MsoNormal style='text-align:justify'><span style='font-size:14.0pt;font-family:"Times New Roman"'>Toàn xã có <b>14 tổ</b>.<o:p></o:p></span></p><!--EndFragment--></body></html>`, "<p>Toàn xã có <strong>14 tổ</strong>.</p>"],
  ["Word's bullets, with a level below", item(1, "·", "Thôn Đông") + item(2, "o", "Tổ 1") + item(1, "·", "Thôn Bãi"), "<ul><li><p>Thôn Đông</p><ul><li><p>Tổ 1</p></li></ul></li><li><p>Thôn Bãi</p></li></ul>"],
  ["Word's bullets typed as dashes", item(1, "-", "Một") + item(1, "-", "Hai"), "<ul><li><p>Một</p></li><li><p>Hai</p></li></ul>"],
  ["Word's plain numbers", item(1, "2.", "Hai") + item(1, "3.", "Ba"), '<ol start="2"><li><p>Hai</p></li><li><p>Ba</p></li></ol>'],
  ["numbers with a meaning stay text", item(1, "II.", "KẾT QUẢ") + item(2, "1.1.", "Tổ tự quản") + item(3, "a)", "Thôn Đông"), "<p>II. KẾT QUẢ</p><p>1.1. Tổ tự quản</p><p>a) Thôn Đông</p>"],
  ["two lists with a paragraph between", `${item(1, "·", "Một")}<p>Giữa</p>${item(1, "·", "Hai")}`, "<ul><li><p>Một</p></li></ul><p>Giữa</p><ul><li><p>Hai</p></li></ul>"],
  ["a Word table", `<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr style='height:5pt'><td width=100 colspan=2 style='border:solid'><p class=MsoNormal><b>Năm</b></p></td></tr><tr><td>2015</td><td><p>312<o:p></o:p></p></td></tr></table>`, '<table><tbody><tr><td colspan="2"><p><strong>Năm</strong></p></td></tr><tr><td><p>2015</p></td><td><p>312</p></td></tr></tbody></table>'],
  ["LibreOffice", '<p align="justify" style="line-height: 150%"><font face="Times New Roman"><font size="4" style="font-size: 14pt"><span lang="vi-VN"><i>Sơn Hải</i></span></font></font></p>', "<p><em>Sơn Hải</em></p>"],
  ["Google's bold that is not bold", '<b style="font-weight:normal"><p><span style="font-weight:700">đậm</span> thường <span style="font-style:italic;text-decoration:underline">nghiêng</span></p></b>', "<p><strong>đậm</strong> thường <em><u>nghiêng</u></em></p>"],
  ["headings of a page", "<h1><b>Một</b></h1><h2>Hai</h2><h3>Ba</h3><h5>Bốn</h5>", "<h3>Một</h3><h3>Hai</h3><h3>Ba</h3><h4>Bốn</h4>"],
  ["links, pictures, scripts", '<div>Xem <a href="javascript:x()" onclick="y()">đây</a> <img src=x alt="ảnh" onerror=z()><script>bad()</script></div>', "<p>Xem đây ảnh</p>"],
  ["loose text between blocks", "đầu<div>giữa</div>cuối<br>dòng", "<p>đầu</p><p>giữa</p><p>cuối<br>dòng</p>"],
  ["empty paragraphs and hard spaces", "<p>&nbsp;</p><p> a&nbsp; b </p><p><br></p>", "<p>a b</p>"],
  ["decomposed letters become whole ones", "<p>Sơn Hải</p>".normalize("NFD"), "<p>Sơn Hải</p>"],
  ["a list in a list, as the web writes it", "<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"],
  ["a list directly in a list, as Word's web writes it", "<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"],
  ["a table in a cell", "<table><tr><td>x<table><tr><td>1</td><td>2</td></tr></table></td></tr></table>", "<table><tbody><tr><td><p>x</p><p>1 | 2</p></td></tr></tbody></table>"],
  ["a heading in a cell or an item", "<table><tr><td><h2>x</h2></td></tr></table><ul><li><h2>y</h2></li></ul>", "<table><tbody><tr><td><p><strong>x</strong></p></td></tr></tbody></table><ul><li><p><strong>y</strong></p></li></ul>"],
  ["the marks of pieces stay, outermost, and no other span", '<p><span data-piece="s1-l">Xã có <b>12</b> tổ</span><span data-piece="X y">.</span> <span class="x">Hết.</span></p>', '<p><span data-piece="s1-l">Xã có <strong>12</strong> tổ</span>. Hết.</p>'],
  ["cells of Excel, which come without their table", `<html><body><table border=0><!--StartFragment--> <col width=64> <tr height=20><td class=xl65>1.234,5</td><td>tổ</td></tr> <tr style='display:none'><td>ẩn</td></tr> <tr><td>2</td><td>hộ</td></tr> <!--EndFragment--></table></body></html>`, "<table><tbody><tr><td><p>1.234,5</p></td><td><p>tổ</p></td></tr><tr><td><p>2</p></td><td><p>hộ</p></td></tr></tbody></table>"],
  ["one row of cells without its row", "<table><!--StartFragment--><td>5</td><td>tổ</td><!--EndFragment--></table>", "<table><tbody><tr><td><p>5</p></td><td><p>tổ</p></td></tr></tbody></table>"],
  ["one cell of Excel is its text", "<table><!--StartFragment--> <col width=64> <tr><td>1.234,5</td></tr> <!--EndFragment--></table>", "<p>1.234,5</p>"],
  ["what was said beside the text of Word", `<p><span style='mso-comment-reference:A_1'>Có 12 tổ</span><span class=MsoCommentReference><span style='font-size:8pt'><![if !supportAnnotations]><a class=msocomanchor id="_anchor_1" href="#_msocom_1">[A1]</a><![endif]><span style='mso-special-character:comment'>&nbsp;<a href="#_msocom_1"></a></span></span></span>.</p><div style='mso-element:comment-list'><hr class=msocomoff><div style='mso-element:comment'><div id="_com_1" class=msocomtxt><p class=MsoCommentText>Xem lại số</p></div></div></div>`, "<p>Có 12 tổ.</p>"],
  ["tracked changes of Word", `<p>Có <del cite="mailto:A" datetime="2025-01-01T08:00">12 </del><ins cite="mailto:A" datetime="2025-01-01T08:00">14 </ins>tổ <del>cũ</del> mới, <ins>gạch chân</ins></p>`, "<p>Có 14 tổ mới, <u>gạch chân</u></p>"],
  ["struck words stay and do not grow together with the next", "<p>Có <s>12</s>14 tổ<span style='text-decoration:line-through'>, hộ</span></p>", "<p>Có 12 14 tổ, hộ</p>"],
  ["raised figures", "<p>120 m<sup>2</sup>, 5 m<span style='vertical-align:super'>3</span>, 10<sup>-6</sup>, 1.000<sup>đ</sup></p>", "<p>120 m², 5 m³, 10⁻⁶, 1.000đ</p>"],
  ["nothing", "", ""],
  ["broken markup", "<p>a<b>b<p>c</b>", "<p>a<strong>b</strong></p><p><strong>c</strong></p>"],
];

for (const [what, dirty, expected] of cases) {
  test(what, () => {
    assert.equal(clean(dirty), expected);
    assert.equal(clean(expected), expected, "clean text stays as it is");
  });
}

test("what cannot be pasted is counted", () => {
  const { pictures, remarks, struck } = cleaned("<p><img src=x><img src=y>a<del>b</del><s>c</s></p>");
  assert.deepEqual({ pictures, remarks, struck }, { pictures: 2, remarks: 1, struck: 1 });
});
