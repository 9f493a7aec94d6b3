// Draws every sample in Chromium, 360 and 1280 px wide, light and dark and on paper, into look/,
// and runs axe-core over each. Ends with 1 when axe finds anything or a page scrolls sideways.
import { mkdir, readFile, readdir } from "node:fs/promises";
import { openBrowser } from "./sample/browser.mjs";
import { makeOffice, serve } from "./sample/server.mjs";

const AXE = await readFile("node_modules/axe-core/axe.min.js", "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

await mkdir("look", { recursive: true });
const { server, url, office } = await serve();
const browser = await openBrowser();
let wrong = 0;
const complain = (...what) => {
  wrong += 1;
  console.log(...what);
};

const samples = (await readdir("sample")).filter((f) => f.endsWith(".html")).sort();
// What only appears when something happens: two people in one section, no line, the list of keys.
const scenes = {
  "conflict.write.html": async (page) => {
    office.versions.push({ version: "other", html: "<h3>1. Tổ tự quản</h3><p>Toàn xã có 14 tổ, 190 thành viên.</p><p>Nhân dân tích cực tham gia.</p>", author: "Lê Văn Bình" });
    await type(page);
    await page.getByRole("dialog").waitFor();
  },
  "offline.write.html": async (page) => {
    office.line = "down";
    await type(page);
    await page.locator(".state.warn").waitFor();
  },
  "keys.review.html": async (page) => {
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
  },
  "picked.plan.html": async (page) => page.locator("#s-t1").click(),
};

for (const width of [360, 1280]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const name of samples) await draw(name, name, width, colorScheme);
    for (const [scene, play] of Object.entries(scenes)) await draw(scene, scene.replace(/^\w+\./, ""), width, colorScheme, play);
  }
}
for (const name of samples) await print(name);
await browser.close();
server.close();
console.log(wrong ? `${wrong} findings` : "clean");
process.exitCode = wrong ? 1 : 0;

async function type(page) {
  await page.locator(".editor .text > p").last().click();
  await page.keyboard.type(" Viết thêm.");
}

async function draw(name, file, width, colorScheme, play) {
  Object.assign(office, makeOffice());
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const at = `${name} ${width} ${colorScheme}`;
  page.on("console", (message) => message.type() === "error" && !(office.line === "down" && /ERR_/.test(message.text())) && complain(at, message.text()));
  page.on("pageerror", (error) => complain(at, error.message));
  await page.goto(`${url}/assets/sample/${file}`, { waitUntil: "networkidle" });
  await play?.(page);
  await page.screenshot({ path: `look/${name.replace(".html", "")}-${width}-${colorScheme}.png`, fullPage: !play });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (over > 0) complain(at, `scrolls sideways by ${over} px`);
  if ((width === 360) === (colorScheme === "dark")) return page.close(); // light on a phone, dark on a desk: both looks, both widths
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((tags) => axe.run(document, { runOnly: tags }), TAGS);
  for (const { id, help, nodes } of violations) complain(at, id, help, nodes.map((n) => `${n.target} ${n.any?.[0]?.message ?? ""}`).slice(0, 4));
  await page.close();
}

async function print(name) {
  const page = await browser.newPage();
  await page.goto(`${url}/assets/sample/${name}`, { waitUntil: "networkidle" });
  await page.pdf({ path: `look/${name.replace(".html", "")}.pdf` });
  await page.close();
}
