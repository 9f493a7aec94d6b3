// Keys for whoever reads two hundred reports: j goes to the next unit, ? shows all keys.
// The page says which (data-key); this file only listens, and never while somebody types.
import { element, isWriting } from "./element.js";
import { say } from "./words.js";

const PAUSE = 1000; // ms between the characters of "g d"
const OFF = "tongket:keys-off";

let waiting = "";
let waitingSince = 0;

export function startShortcuts() {
  document.addEventListener("keydown", listen);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-keys-list]")) showList();
  });
}

function listen(event) {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
  if (isWriting(event.target)) return;
  if (event.key === "?") {
    event.preventDefault();
    showList();
    return;
  }
  if (isOff()) return;
  const now = Date.now();
  const typed = waiting && now - waitingSince < PAUSE ? `${waiting} ${event.key}` : event.key;
  const keys = usable();
  const hit = keys.find((k) => k.dataset.key === typed) ?? keys.find((k) => k.dataset.key === event.key);
  waiting = !hit && keys.some((k) => k.dataset.key.startsWith(`${typed} `)) ? typed : "";
  waitingSince = now;
  if (!hit) return;
  event.preventDefault();
  if (isWriting(hit)) {
    hit.focus();
    hit.select?.();
  } else {
    hit.click();
    // What a key unfolds is gone on with at once.
    if (hit.localName === "summary" && hit.parentElement.open) {
      hit.parentElement.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
    }
  }
}

/** Elements with a key that can be used now; within an open dialog only its own. */
function usable() {
  const open = [...document.querySelectorAll("dialog[open]")].pop();
  return [...(open ?? document).querySelectorAll("[data-key]")].filter(
    (k) => !k.disabled && k.getAttribute("aria-disabled") !== "true" && k.getClientRects().length > 0,
  );
}

function isOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function showList() {
  const keys = usable();
  const described = new Map(keys.map((k) => [k.dataset.key, describe(k)]));
  const box = element("input", { type: "checkbox", id: "keys-on", onchange: () => remember(!box.checked) });
  box.checked = !isOff();
  const list = element("dl", { class: "facts" });
  for (const [key, text] of described) {
    const strokes = key.split(" ").flatMap((stroke) => [element("kbd", {}, stroke), " "]);
    list.append(element("dt", {}, ...strokes), element("dd", {}, text));
  }
  const dialog = element(
    "dialog",
    { "aria-labelledby": "keys-title", onclose: () => dialog.remove() },
    element("h2", { id: "keys-title" }, say("keysTitle")),
    described.size ? list : element("p", {}, say("keysNone")),
    element("div", { class: "choice" }, box, element("label", { for: "keys-on" }, say("keysOn"))),
    element("div", { class: "actions" }, element("button", { type: "button", onclick: () => dialog.close() }, say("close"))),
  );
  document.body.append(dialog);
  dialog.showModal();
}

function remember(off) {
  try {
    if (off) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  } catch {
    // A browser that keeps nothing keeps the keys on.
  }
}

function describe(k) {
  if (k.dataset.keyText || k.getAttribute("aria-label")) return k.dataset.keyText || k.getAttribute("aria-label");
  if (k.labels?.length) return k.labels[0].textContent.trim();
  const copy = k.cloneNode(true);
  copy.querySelectorAll("kbd").forEach((kbd) => kbd.remove());
  return copy.textContent.trim() || k.title;
}
