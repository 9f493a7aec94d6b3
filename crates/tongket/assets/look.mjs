// Draws every sample in Chromium, 360 and 1280 px wide, light and dark and on paper, into look/,
// and runs axe-core over each. Ends with 1 when axe finds anything or a page scrolls sideways.
import { mkdir, readFile, readdir } from "node:fs/promises";
import { openBrowser } from "./sample/browser.mjs";
import { serve } from "./sample/server.mjs";

const AXE = await readFile("node_modules/axe-core/axe.min.js", "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

await mkdir("look", { recursive: true });
const { server, url } = await serve();
const browser = await openBrowser();
let wrong = 0;
const complain = (...what) => {
  wrong += 1;
  console.log(...what);
};

for (const name of (await readdir("sample")).filter((f) => f.endsWith(".html")).sort()) {
  for (const width of [360, 1280]) {
    for (const colorScheme of ["light", "dark"]) await draw(name, width, colorScheme);
  }
  await print(name);
}
await browser.close();
server.close();
console.log(wrong ? `${wrong} findings` : "clean");
process.exitCode = wrong ? 1 : 0;

async function draw(name, width, colorScheme) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const at = `${name} ${width} ${colorScheme}`;
  page.on("console", (message) => message.type() === "error" && complain(at, message.text()));
  page.on("pageerror", (error) => complain(at, error.message));
  await page.goto(`${url}/assets/sample/${name}`, { waitUntil: "networkidle" });
  await page.screenshot({ path: `look/${name.replace(".html", "")}-${width}-${colorScheme}.png`, fullPage: true });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (over > 0) complain(at, `scrolls sideways by ${over} px`);
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
