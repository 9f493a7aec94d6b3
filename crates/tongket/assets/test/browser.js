// A page without a browser: enough of the DOM for scripts that only read and write it.
import { JSDOM } from "jsdom";

const { window } = new JSDOM('<!doctype html><html lang="vi"><body></body></html>', { url: "http://localhost/" });
for (const name of ["document", "Node", "NodeFilter", "DOMParser", "getSelection", "MutationObserver", "localStorage", "navigator"]) {
  globalThis[name] ??= window[name];
}
globalThis.window = window;
export { window };
