// A browser, a server with the real policy, and pages that report every error.
import assert from "node:assert/strict";
import { openBrowser } from "../../sample/browser.mjs";
import { makeOffice, serve } from "../../sample/server.mjs";

/** Runs `story({ page, office, context, open })`; a script error or a broken policy fails it. */
export async function inBrowser(sample, story, { expect = [], script = true } = {}) {
  const office = makeOffice();
  const { server, url } = await serve(office);
  const browser = await openBrowser();
  const context = await browser.newContext({ locale: "vi-VN", viewport: { width: 1280, height: 800 }, javaScriptEnabled: script });
  const wrongs = [];
  const open = async () => {
    const page = await context.newPage();
    page.on("pageerror", (error) => wrongs.push(error.stack));
    page.on("console", (message) => message.type() === "error" && wrongs.push(message.text()));
    page.on("dialog", (dialog) => dialog.accept());
    await page.goto(`${url}/assets/sample/${sample}`);
    return page;
  };
  try {
    await story({ page: await open(), office, context, open, url });
    const unexpected = wrongs.filter((wrong) => !expect.some((pattern) => pattern.test(wrong)));
    assert.deepEqual(unexpected, []);
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}

/** Waits until `probe()` holds. */
export async function until(probe, what, ms = 8000) {
  const end = Date.now() + ms;
  for (;;) {
    const got = await probe();
    if (got) return got;
    assert.ok(Date.now() < end, `waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
