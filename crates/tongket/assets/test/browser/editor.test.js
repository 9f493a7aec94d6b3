// Chị Lan writes section II in a real browser, under the real policy.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inBrowser, until } from "./office.js";

const NETWORK = [/Failed to load resource/, /net::ERR/];
const text = (page) => page.locator(".editor .text");
const state = (page) => page.locator(".editor .state").innerText();
const paste = (page, html) =>
  text(page).evaluate((node, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    node.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, html);
const atEnd = async (page) => {
  await text(page).locator("> p").last().click();
  await page.keyboard.press("Control+End");
};

test("what was there is kept, and what is typed is saved by itself", () =>
  inBrowser("write.html", async ({ page, office }) => {
    await atEnd(page);
    await page.keyboard.type(" Rất tốt.");
    await until(() => office.saves.length, "a save");
    const [{ base, html, state: said, key }] = office.saves;
    assert.equal(base, "v1");
    assert.equal(said, "written");
    assert.match(key, /^[0-9a-f-]{36}$/);
    assert.equal(html, "<h3>1. Tổ tự quản</h3><p>Toàn xã có <strong>14 tổ tự quản</strong> đường biên, cột mốc với 186 thành viên.</p><ul><li><p>Thôn Đông: 5 tổ;</p></li><li><p>Thôn Bãi: 9 tổ.</p></li></ul><table><tbody><tr><th><p>Năm</p></th><th><p>Số hộ</p></th></tr><tr><td><p>2015</p></td><td><p>312</p></td></tr></tbody></table><p>Nhân dân tích cực tham gia. Rất tốt.</p>");
    await until(async () => /Đã lưu lúc/.test(await state(page)), "the saved line");
    assert.equal(await page.inputValue("[name=base]"), "v2");
    assert.equal(await page.locator("textarea[name=html]").inputValue(), html);
  }));

test("pasting from Word leaves no style behind", () =>
  inBrowser("write.html", async ({ page, office }) => {
    await atEnd(page);
    await page.keyboard.press("Enter");
    await paste(page, "<html><body><!--StartFragment--><p class=MsoNormal style='color:red'><b>Đậm</b> thường</p><table border=1><tr><td width=90 style='background:red'>Ô</td></tr></table><!--EndFragment--></body></html>");
    await until(() => office.saves.length, "a save");
    assert.match(office.saves.at(-1).html, /<p><strong>Đậm<\/strong> thường<\/p><table><tbody><tr><td><p>Ô<\/p><\/td><\/tr><\/tbody><\/table>/);
    assert.doesNotMatch(office.saves.at(-1).html, /style|class|width/);
  }));

test("the tools by keyboard: bold, a table with a row more, and the way out of it", () =>
  inBrowser("write.html", async ({ page, office }) => {
    await atEnd(page);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Alt+F10");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Đậm (B)");
    await page.keyboard.press("Enter");
    await page.keyboard.type("đậm");
    await page.keyboard.press("Control+b");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Chèn bảng" }).click();
    await page.keyboard.type("ô một");
    await page.keyboard.press("Tab");
    await page.keyboard.type("ô hai");
    await page.getByRole("button", { name: "Thêm dòng" }).click();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.name), "state", "Tab left the text");
    await until(() => /ô hai/.test(office.saves.at(-1)?.html), "a save");
    const { html } = office.saves.at(-1);
    assert.match(html, /<p><strong>đậm<\/strong><\/p>/);
    assert.match(html, /<th><p>ô một<\/p><\/th><th><p>ô hai<\/p><\/th>/);
    assert.equal(html.match(/<tr>/g).length, 2 + 4);
  }));

test("what offices type stays what was typed: “- ” and “1. ” make no list", () =>
  inBrowser("write.html", async ({ page, office }) => {
    await atEnd(page);
    await page.keyboard.press("Enter");
    await page.keyboard.type("- một");
    await page.keyboard.press("Enter");
    await page.keyboard.type("1. hai **ba**");
    await until(() => /ba/.test(office.saves.at(-1)?.html), "a save");
    assert.match(office.saves.at(-1).html, /<p>- một<\/p><p>1\. hai \*\*ba\*\*<\/p>$/);
  }));

test("a dropped line: said, kept, sent when it is back", () =>
  inBrowser("write.html", async ({ page, office }) => {
    office.line = "down";
    await atEnd(page);
    await page.keyboard.type(" Giữ lại.");
    await until(async () => /Mất kết nối/.test(await state(page)), "the line's sentence");
    await page.keyboard.type(" Thêm nữa.");
    office.line = "up";
    await until(() => office.versions.at(-1).html.includes("Giữ lại. Thêm nữa."), "the text at the server", 15000);
    await until(async () => /Đã lưu/.test(await state(page)), "saved");
  }, { expect: NETWORK }));

test("a crash with the line down: the next page offers the text, and it goes out once", () =>
  inBrowser("write.html", async ({ page, office, open }) => {
    office.line = "down";
    await atEnd(page);
    await page.keyboard.type(" Chưa gửi.");
    await until(async () => /Mất kết nối/.test(await state(page)), "the line's sentence");
    await page.close();
    office.line = "up";
    const again = await open();
    await again.getByText("Còn bài viết chưa gửi").waitFor();
    await again.getByRole("button", { name: "Lấy lại bài viết này" }).click();
    await until(() => office.versions.at(-1).html.includes("Chưa gửi."), "the text at the server");
    assert.ok((await text(again).innerText()).includes("Chưa gửi."));
    await again.close();
    assert.equal(office.versions.filter((v) => v.html.includes("Chưa gửi.")).length, 1);
    const third = await open();
    await until(() => third.locator(".editor").count(), "the editor");
    await third.waitForTimeout(400);
    assert.equal(await third.getByText("Còn bài viết chưa gửi").count(), 0);
  }, { expect: NETWORK }));

test("another tab that is still open is not taken for a crash; when it closes, its text is offered", () =>
  inBrowser("write.html", async ({ page, office, open }) => {
    office.line = "down";
    await atEnd(page);
    await page.keyboard.type(" Đang viết.");
    await until(async () => /Mất kết nối/.test(await state(page)), "the line's sentence");
    const second = await open();
    await second.locator(".editor").waitFor();
    await second.waitForTimeout(500);
    assert.equal(await second.getByText("Còn bài viết chưa gửi").count(), 0);
    await page.close();
    await second.getByText("Còn bài viết chưa gửi").waitFor();
  }, { expect: NETWORK }));

test("dropping an offered text is asked twice", () =>
  inBrowser("write.html", async ({ page, office, open }) => {
    office.line = "down";
    await atEnd(page);
    await page.keyboard.type(" Bỏ đi.");
    await until(async () => /Mất kết nối/.test(await state(page)), "the line's sentence");
    await page.close();
    const again = await open();
    await again.getByRole("button", { name: "Bỏ", exact: true }).click();
    await again.getByRole("button", { name: "Bỏ hẳn, không lấy lại được" }).click();
    await until(async () => (await again.getByText("Còn bài viết chưa gửi").count()) === 0, "the offer gone");
  }, { expect: NETWORK }));

test("an ended session: a link in a new tab, and the text goes out on return", () =>
  inBrowser("write.html", async ({ page, office }) => {
    office.session = false;
    await atEnd(page);
    await page.keyboard.type(" Hết phiên.");
    const link = page.getByRole("link", { name: "Đăng nhập lại (mở thẻ mới)" });
    await link.waitFor();
    assert.equal(await link.getAttribute("target"), "_blank");
    office.session = true;
    await page.evaluate(() => dispatchEvent(new Event("focus")));
    await until(() => office.versions.at(-1).html.includes("Hết phiên."), "the text at the server");
  }, { expect: NETWORK }));

test("two people in one section: both texts are shown, both can be joined", () =>
  inBrowser("write.html", async ({ page, office }) => {
    office.versions.push({ version: "v2", html: "<h3>1. Tổ tự quản</h3><p>Bình viết câu này.</p>", author: "Bình" });
    await atEnd(page);
    await page.keyboard.type(" Lan viết câu này.");
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    assert.match(await dialog.innerText(), /Bản của Bình[\s\S]*Bình viết câu này\.[\s\S]*Bản của tôi[\s\S]*Lan viết câu này\./);
    await dialog.getByRole("button", { name: "Gộp cả hai" }).click();
    await until(() => /Bình viết câu này.*Lan viết câu này/.test(office.versions.at(-1).html), "both at the server");
    assert.equal(office.versions.at(-1).html.match(/<h3>/g).length, 1, "what is equal stands once");
    assert.match(await text(page).innerText(), /Bình viết[\s\S]*Lan viết/);
  }));

test("a conflict put off can be opened again", () =>
  inBrowser("write.html", async ({ page, office }) => {
    office.versions.push({ version: "v2", html: "<p>Bình.</p>", author: "Bình" });
    await atEnd(page);
    await page.keyboard.type(" Lan.");
    await page.getByRole("dialog").getByRole("button", { name: "Để sau" }).click();
    assert.match(await state(page), /cả hai bản đều được giữ/);
    await page.getByRole("button", { name: "Xem hai bản" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Giữ bản của tôi" }).click();
    await until(() => office.versions.at(-1).html.includes("Lan."), "mine at the server");
    assert.ok(office.versions.some((v) => v.html === "<p>Bình.</p>"));
  }));

test("merged: a colleague's paragraph appears, the cursor and what is typed meanwhile stay", () =>
  inBrowser("write.html", async ({ page, office }) => {
    office.next = ({ html }) => ({ status: "merged", version: "v9", html: `<p>Bình thêm ở đầu.</p>${html}` });
    await atEnd(page);
    await page.keyboard.type(" Lan");
    await until(async () => (await text(page).innerText()).includes("Bình thêm ở đầu."), "the merge on the page");
    await page.keyboard.type(" tiếp.");
    office.versions.push({ version: "v9", html: "x" });
    await until(() => office.versions.at(-1).html.endsWith("Lan tiếp.</p>"), "the rest at the server");
    assert.match(office.versions.at(-1).html, /^<p>Bình thêm ở đầu\.<\/p>/);
    await page.keyboard.press("Control+z");
    assert.match(await text(page).innerText(), /Bình thêm ở đầu/, "undo takes back one's own typing only");
  }));

test("a refusal stands below the text, with code and way out", () =>
  inBrowser("write.html", async ({ page, office }) => {
    office.next = () => ({ code: "TK051", sentence: { vi: "Báo cáo đã được nhận nên không sửa được nữa.", en: "x" }, way_out: { vi: "Gửi bản đính chính.", en: "x" }, details: [] });
    await atEnd(page);
    await page.keyboard.type(" x");
    await until(async () => /đã được nhận nên không sửa[\s\S]*TK051[\s\S]*Gửi bản đính chính/.test(await state(page)), "the refusal");
    assert.equal(await page.getByRole("button", { name: "Thử lại" }).count(), 1);
  }, { expect: NETWORK }));

test("save and go back: waits for the answer, then goes with the new base", () =>
  inBrowser("write.html", async ({ page, office }) => {
    await atEnd(page);
    await page.keyboard.type(" Xong.");
    const posted = page.waitForRequest((r) => r.isNavigationRequest() && r.method() === "POST");
    await page.getByRole("button", { name: "Lưu và quay lại" }).click();
    const form = new URLSearchParams((await posted).postData());
    assert.equal(form.get("base"), "v2");
    assert.equal(form.get("next"), "back");
    assert.match(form.get("html"), /Xong\.<\/p>$/);
    assert.equal(office.saves.length, 1);
  }));

test("save with the line down goes nowhere and loses nothing", () =>
  inBrowser("write.html", async ({ page, office }) => {
    office.line = "down";
    await atEnd(page);
    await page.keyboard.type(" Xong.");
    await page.getByRole("button", { name: "Lưu và quay lại" }).click();
    await until(async () => /Mất kết nối/.test(await state(page)), "the line's sentence");
    assert.match(page.url(), /write\.html$/);
  }, { expect: NETWORK }));

test("“không có” is saved by ticking it", () =>
  inBrowser("write.html", async ({ page, office }) => {
    await page.getByLabel("Không có nội dung báo cáo mục này").check();
    await until(() => office.saves.length, "a save");
    assert.equal(office.saves[0].state, "nil");
  }));

test("without script the form is a form", () =>
  inBrowser("write.html", async ({ page }) => {
    assert.ok(await page.locator("textarea[name=html]").isVisible());
    const posted = page.waitForRequest((r) => r.method() === "POST");
    await page.getByRole("button", { name: "Lưu", exact: true }).click();
    assert.equal(new URLSearchParams((await posted).postData()).get("base"), "v1");
  }, { script: false }));
