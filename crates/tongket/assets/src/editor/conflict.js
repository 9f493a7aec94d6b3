// Two people wrote different things in one section. Both texts stand side by side,
// and whoever wrote last chooses: mine, theirs, or both. Whichever is left stays in the history.
import { element } from "../element.js";
import { clean } from "./clean.js";
import { blocks, both, hunks } from "./merge.js";
import { say, timeOf } from "./texts.js";

/** Shows both; resolves with the chosen HTML, or null for "later". */
export function askWhich({ current, mine }) {
  const author = current.author || say("somebody");
  const theirBlocks = blocks(clean(current.html));
  const myBlocks = blocks(clean(mine));
  const differ = hunks(theirBlocks, myBlocks);
  return new Promise((resolve) => {
    let chosen = null;
    const choose = (html) => () => {
      chosen = html;
      dialog.close();
    };
    const button = (text, html, look) => element("button", { type: "button", class: look, onclick: choose(html) }, text);
    const dialog = element(
      "dialog",
      { class: "wide", "aria-labelledby": "conflict-title", onclose: () => (dialog.remove(), resolve(chosen)) },
      element("h2", { id: "conflict-title" }, say("conflictTitle")),
      element("p", {}, say("conflictLead")),
      element(
        "div",
        { class: "sides" },
        side(say("theirs", { author, at: timeOf(current.at) }), theirBlocks, differ.map((hunk) => hunk.a)),
        side(say("mine"), myBlocks, differ.map((hunk) => hunk.b)),
      ),
      element(
        "div",
        { class: "actions" },
        button(say("keepMine"), mine),
        button(say("keepTheirs", { author }), current.html),
        button(say("keepBoth"), both(theirBlocks, myBlocks).join("")),
        button(say("later"), null, "quiet"),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("section").focus(); // the texts first: Enter chooses nothing
  });
}

/** A text to look at only, in a dialog. */
export function showText(title, html) {
  const dialog = element(
    "dialog",
    { class: "wide", "aria-labelledby": "look-title", onclose: () => dialog.remove() },
    element("h2", { id: "look-title" }, title),
    side(null, blocks(clean(html)), []),
    element("div", { class: "actions" }, element("button", { type: "button", onclick: () => dialog.close() }, "OK")),
  );
  document.body.append(dialog);
  dialog.showModal();
}

/** One text; blocks within the ranges stand in this text alone. */
function side(title, texts, ranges) {
  const card = element("section", { class: "card", tabindex: 0 }, title && element("h3", {}, title));
  if (title) card.setAttribute("aria-label", title);
  texts.forEach((html, n) => {
    const parsed = new DOMParser().parseFromString(html, "text/html").body;
    const only = ranges.some(([from, to]) => n >= from && n < to);
    card.append(only ? element("ins", {}, ...parsed.childNodes) : document.adoptNode(parsed.firstChild));
  });
  return card;
}
