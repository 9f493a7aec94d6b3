// The small islands in a real browser, under the real policy; and the pages without any script.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inBrowser, until } from "./office.js";

const active = (page, get = "id") => page.evaluate((get) => document.activeElement[get] ?? document.activeElement.getAttribute(get), get);

test("a key follows its link, and types a letter where somebody writes", () =>
  inBrowser("review.html", async ({ page }) => {
    await page.keyboard.press("j");
    assert.match(page.url(), /#next$/);
    await page.getByLabel("Ý kiến").focus();
    await page.keyboard.type("k?");
    assert.match(page.url(), /#next$/);
    assert.equal(await page.getByLabel("Ý kiến").inputValue(), "k?");
  }));

test("“/” goes to the search", () =>
  inBrowser("campaign.html", async ({ page }) => {
    await page.keyboard.press("/");
    assert.equal(await active(page), "q");
    assert.equal(await page.locator("#q").inputValue(), "");
  }));

test("“?” lists the keys; they can be turned off, and stay off", () =>
  inBrowser("review.html", async ({ page, open }) => {
    await page.keyboard.press("?");
    assert.match(await page.getByRole("dialog").innerText(), /j\s+Đơn vị sau/);
    await page.getByLabel("Dùng phím tắt trên máy này").uncheck();
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    assert.doesNotMatch(page.url(), /#next$/);
    const other = await open();
    await other.keyboard.press("j");
    assert.doesNotMatch(other.url(), /#next$/);
  }));

test("with Ctrl a key is the browser's own", () =>
  inBrowser("review.html", async ({ page }) => {
    await page.keyboard.press("Control+k");
    assert.doesNotMatch(page.url(), /#prev$/);
  }));

test("a span shows its object, all its pieces, and Esc leads back", () =>
  inBrowser("plan.html", async ({ page }) => {
    await page.locator("#s-t1").click();
    assert.equal(await active(page), "o-t1");
    assert.equal(await page.locator('[data-span~="t1"].picked').count(), 4);
    assert.equal(await page.locator("[data-object].picked").count(), 1);
    assert.equal(await page.locator("#o-t1").getAttribute("aria-current"), "true");
    await page.keyboard.press("Escape");
    assert.equal(await active(page), "s-t1");
  }));

test("the innermost object of a piece comes first", () =>
  inBrowser("plan.html", async ({ page }) => {
    await page.locator("#s-d1").click();
    assert.equal(await active(page), "o-d1");
  }));

test("an object shows its sentence, by keyboard", () =>
  inBrowser("plan.html", async ({ page }) => {
    await page.locator("#o-m2 a").focus();
    assert.ok(await page.locator("#s-m2").evaluate((n) => n.classList.contains("picked")));
    await page.keyboard.press("Enter");
    assert.equal(await active(page), "s-m2");
  }));

test("plan without script: links lead there and back", () =>
  inBrowser("plan.html", async ({ page }) => {
    await page.locator("#s-t2").click();
    assert.match(page.url(), /#o-t2$/);
    await page.locator("#o-t2 a").first().click();
    assert.match(page.url(), /#s-t2$/);
  }, { script: false }));

const fields = (page) => page.evaluate(() => Object.fromEntries(["quote", "prefix", "offset"].map((n) => [n, document.getElementById("comment-form").elements[n].value])));
const WHOLE = "1. Tổ tự quản\nToàn xã có 14 tổ tự quản đường biên, cột mốc. Các tổ sinh hoạt đều đặn hằng tháng. Năm 2024 có 3.400 hộ đăng ký tham gia.\nThôn Đông: 5 tổ;\nThôn Bãi: 9 tổ.\nNăm\nSố hộ\n2015\n312\nNhân dân tích cực tham gia. Các tổ sinh hoạt đều đặn hằng tháng.";

/** A form's fields point at the place in the section's text that they claim. */
function pointsAt({ quote, prefix, offset }, from) {
  const at = WHOLE.indexOf(quote, from);
  assert.equal(Number(offset), [...WHOLE.slice(0, at)].length);
  assert.equal(prefix, [...WHOLE.slice(0, at)].slice(-32).join(""));
}

test("clicking a sentence fills the form", () =>
  inBrowser("review.html", async ({ page }) => {
    await page.getByRole("button", { name: "Toàn xã có 14 tổ" }).click();
    const filled = await fields(page);
    assert.equal(filled.quote, "Toàn xã có 14 tổ tự quản đường biên, cột mốc.");
    pointsAt(filled);
  }));

test("the same sentence a second time has its own place", () =>
  inBrowser("review.html", async ({ page }) => {
    await page.locator("#section-text > p").last().getByRole("button").last().click();
    const filled = await fields(page);
    assert.equal(filled.quote, "Các tổ sinh hoạt đều đặn hằng tháng.");
    pointsAt(filled, WHOLE.indexOf("Nhân dân"));
  }));

test("by keyboard: arrows through the sentences, Enter to the comment", () =>
  inBrowser("review.html", async ({ page }) => {
    await page.locator(".sentence").first().focus();
    for (let n = 0; n < 3; n += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.equal(await active(page), "text");
    const filled = await fields(page);
    assert.equal(filled.quote, "Năm 2024 có 3.400 hộ đăng ký tham gia.");
    pointsAt(filled);
  }));

test("words chosen with the mouse, over blocks", () =>
  inBrowser("review.html", async ({ page }) => {
    await page.evaluate(() => {
      const nodes = [...document.querySelectorAll("#section-text li .sentence")].map((s) => s.firstChild);
      getSelection().setBaseAndExtent(nodes[0], 5, nodes[1], 9);
      document.getElementById("section-text").dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
    });
    const filled = await fields(page);
    assert.equal(filled.quote, "Đông: 5 tổ;\nThôn Bãi:");
    pointsAt(filled);
  }));

test("the list of sentences picks in the text; “cả mục” picks nothing", () =>
  inBrowser("review.html", async ({ page }) => {
    await page.locator("#quote").selectOption("Thôn Bãi: 9 tổ.");
    assert.equal(await page.locator(".sentence.picked").innerText(), "Thôn Bãi: 9 tổ.");
    pointsAt(await fields(page));
    await page.locator("#quote").selectOption("");
    assert.deepEqual(await fields(page), { quote: "", prefix: "", offset: "" });
    assert.equal(await page.locator(".sentence.picked").count(), 0);
  }));

test("a comment and its sentence show each other, the right one of two", () =>
  inBrowser("review.html", async ({ page }) => {
    await page.locator("#c-2").focus();
    assert.equal(await page.locator(".sentence.picked").count(), 1);
    assert.match(await page.locator("p", { has: page.locator(".sentence.picked") }).innerText(), /^Nhân dân/);
    await page.locator(".commented").first().focus();
    assert.ok(await page.locator("#c-1").evaluate((n) => n.classList.contains("picked")));
  }));

const file = (name, size) => ({ name, mimeType: "text/plain", buffer: Buffer.alloc(size, "x") });

test("a file too big is named, and nothing is sent", () =>
  inBrowser("write.html", async ({ page, office }) => {
    await page.locator("#file").setInputFiles([file("nhỏ.txt", 10), file("to.pdf", 2_000_000)]);
    assert.match(await page.getByRole("alert").innerText(), /“to\.pdf” có dung lượng 1,9 MB/);
    await page.getByRole("button", { name: "Tải lên" }).click();
    assert.equal(await active(page), "file");
    assert.equal(office.uploads, 0);
    await page.locator("#file").setInputFiles([file("nhỏ.txt", 10)]);
    assert.equal(await page.getByRole("alert").count(), 0);
    assert.equal(await page.locator("#file").getAttribute("aria-invalid"), null);
  }));

test("files go out with progress, and the answer's page comes", () =>
  inBrowser("write.html", async ({ page, office }) => {
    await page.locator("#file").setInputFiles([file("a.txt", 500_000)]);
    await page.getByRole("button", { name: "Tải lên" }).click();
    await page.getByRole("heading", { name: "Đã nhận" }).waitFor();
    assert.ok(office.uploads >= 1);
  }));

test("the line breaks while sending: a sentence, and the choice stays", () =>
  inBrowser("write.html", async ({ page, context }) => {
    await page.locator("#file").setInputFiles([file("a.txt", 10)]);
    await context.setOffline(true);
    await page.getByRole("button", { name: "Tải lên" }).click();
    await page.getByText("Mất kết nối khi đang gửi").waitFor();
    assert.equal(await page.locator("#file").evaluate((n) => n.files.length), 1);
    await context.setOffline(false);
    await page.getByRole("button", { name: "Tải lên" }).click();
    await page.getByRole("heading", { name: "Đã nhận" }).waitFor();
  }, { expect: [/ERR_INTERNET_DISCONNECTED/] }));

test("a double click sends a form once", () =>
  inBrowser("review.html", async ({ page }) => {
    await page.getByLabel("Ý kiến").fill("x");
    const posts = [];
    await page.route("**/comment", (route) => posts.push(route));
    await page.getByRole("button", { name: "Góp ý", exact: true }).dblclick();
    await until(() => posts.length, "a request");
    await page.waitForTimeout(300);
    assert.equal(posts.length, 1);
    await posts[0].abort();
  }, { expect: [/ERR_FAILED/] }));

test("pages stay light: everything but the editor is under 50 KB on the line", async () => {
  const { readFile } = await import("node:fs/promises");
  const { gzipSync } = await import("node:zlib");
  const files = ["app.css", "script/htmx.min.js", "dist/islands.js"];
  const sizes = await Promise.all(files.map((file) => readFile(file).then((bytes) => gzipSync(bytes).length)));
  assert.ok(sizes.reduce((a, b) => a + b) < 50_000, String(sizes));
  assert.ok(sizes[0] < 12_000, String(sizes));
});
