// A reviewer points at a sentence and says what is wrong with it. The sentence goes into the
// comment's form (quote, what stands before it, where), and comments find their sentence again.
import { element } from "./element.js";
import { blocksOf, scalars, sentencesOf, tail } from "./text.js";
import { say } from "./words.js";

const PREFIX = 32;

export function startAnchors() {
  const start = (root) => root.querySelectorAll?.("[data-anchor]").forEach(prepare);
  start(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.target.matches?.("[data-anchor]")) prepare(event.target);
    start(event.target);
  });
}

function prepare(text) {
  const form = document.getElementById(text.dataset.anchor);
  if (!form?.elements.quote || text.dataset.anchorReady) return;
  text.dataset.anchorReady = "1";
  const sentences = cut(text);
  if (!sentences.length) return;
  sentences[0].parts[0].tabIndex = 0;
  if (text.localName === "div") text.setAttribute("role", "group");
  if (!text.hasAttribute("aria-label") && !text.hasAttribute("aria-labelledby")) text.setAttribute("aria-label", say("sentences"));
  const panel = { text, form, sentences, whole: sentences.whole };
  offer(panel);
  joinComments(panel);
  text.addEventListener("click", (event) => clicked(panel, event));
  text.addEventListener("keydown", (event) => keyed(panel, event));
  text.addEventListener("mouseup", () => selected(panel));
  form.elements.quote.addEventListener("change", () => chosen(panel));
}

/** Wraps every sentence; gives them in order with quote, prefix and offset, and the whole text. */
function cut(text) {
  const blocks = blocksOf(text);
  const whole = blocks.map((block) => block.text).join("\n");
  const sentences = [];
  let before = 0;
  for (const block of blocks) {
    for (const [start, stop] of sentencesOf(block.text)) {
      sentences.push({ ...place(whole, before + start, before + stop), block, start, stop });
    }
    before += block.text.length + 1;
  }
  // Wrapping splits text nodes, so later ones go first.
  for (const sentence of [...sentences].reverse()) sentence.parts = wrap(sentence);
  sentences.forEach((sentence, n) => sentence.parts.forEach((part) => (part.dataset.sentence = n)));
  return Object.assign(sentences, { whole });
}

function place(whole, from, to) {
  return { from, to, quote: whole.slice(from, to).normalize("NFC"), prefix: tail(whole.slice(0, from), PREFIX), offset: scalars(whole.slice(0, from)) };
}

/** Puts the sentence's text nodes into spans; the first of them is the button. */
function wrap({ block, start, stop, quote }) {
  const pieces = new Map();
  for (const { node, i } of block.at.slice(start, stop)) {
    if (!node) continue;
    const piece = pieces.get(node) ?? { first: i, last: i };
    piece.last = i;
    pieces.set(node, piece);
  }
  const parts = [];
  for (const [node, { first, last }] of pieces) {
    node.splitText(last + 1);
    const own = node.splitText(first);
    const span = element("span", { class: "sentence" });
    own.replaceWith(span);
    span.append(own);
    // Spans that come later in the same node must still find it: it kept its beginning.
    parts.push(span);
  }
  const button = parts[0];
  button.setAttribute("role", "button");
  button.tabIndex = -1;
  if (parts.length > 1) button.setAttribute("aria-label", quote);
  parts.slice(1).forEach((part) => part.setAttribute("aria-hidden", "true"));
  return parts;
}

/** Fills a select that the server left without sentences. */
function offer({ form, sentences }) {
  const select = form.elements.quote;
  if (select.tagName !== "SELECT" || select.options.length > 1) return;
  for (const { quote } of sentences) select.append(new Option(quote, quote));
}

function clicked(panel, event) {
  if (String(getSelection())) return;
  const sentence = sentenceAt(panel, event.target);
  if (sentence) pick(panel, sentence);
}

function keyed(panel, event) {
  const now = Number(event.target.closest?.(".sentence")?.dataset.sentence);
  if (Number.isNaN(now)) return;
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const to = { Home: 0, End: panel.sentences.length - 1 }[event.key] ?? (step && now + step);
  if (to != null && panel.sentences[to]) {
    event.preventDefault();
    focusOn(panel, panel.sentences[to]);
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    pick(panel, panel.sentences[now]);
    panel.form.elements.text?.focus();
  }
}

function focusOn({ text }, sentence) {
  text.querySelectorAll('.sentence[tabindex="0"]').forEach((s) => (s.tabIndex = -1));
  sentence.parts[0].tabIndex = 0;
  sentence.parts[0].focus();
}

/** Words chosen with the mouse, also over several sentences or blocks. */
function selected(panel) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!panel.text.contains(range.commonAncestorContainer)) return;
  const blocks = blocksOf(panel.text);
  let from = null;
  let to = null;
  let before = 0;
  for (const block of blocks) {
    block.at.forEach(({ node, i }, n) => {
      if (!node || range.comparePoint(node, i) !== 0 || range.comparePoint(node, i + 1) !== 0) return;
      from ??= before + n;
      to = before + n + 1;
    });
    before += block.text.length + 1;
  }
  if (from == null) return;
  while (/\s/.test(panel.whole[from]) && from < to) from += 1;
  while (/\s/.test(panel.whole[to - 1]) && from < to) to -= 1;
  if (from < to) fill(panel, place(panel.whole, from, to));
}

function chosen(panel) {
  const { quote } = panel.form.elements;
  const sentence = panel.sentences.find((s) => s.quote === quote.value.trim().normalize("NFC"));
  if (sentence) pick(panel, sentence);
  else fill(panel, { quote: quote.value, prefix: "", offset: "" });
}

function pick(panel, sentence) {
  fill(panel, sentence);
  sentence.parts.forEach((part) => part.classList.add("picked"));
  sentence.parts[0].setAttribute("aria-pressed", "true");
}

function fill({ text, form }, { quote, prefix, offset }) {
  text.querySelectorAll(".picked").forEach((part) => part.classList.remove("picked"));
  text.querySelectorAll("[aria-pressed]").forEach((part) => part.removeAttribute("aria-pressed"));
  const field = form.elements.quote;
  if (field.tagName === "SELECT" && ![...field.options].some((o) => o.value === quote)) field.append(new Option(quote, quote));
  field.value = quote;
  if (form.elements.prefix) form.elements.prefix.value = prefix;
  if (form.elements.offset) form.elements.offset.value = offset;
}

function sentenceAt({ sentences }, node) {
  return sentences[node.closest?.(".sentence")?.dataset.sentence];
}

/** Ties comments that are on the page to their sentences, both ways. */
function joinComments(panel) {
  for (const comment of document.querySelectorAll("[data-quote]")) {
    const found = find(panel, comment.dataset);
    if (!found.length) continue;
    comment.tabIndex = 0;
    for (const part of found.flatMap((s) => s.parts)) part.classList.add("commented");
    found[0].parts[0].setAttribute("aria-description", say("commentsHere"));
    const show = (on) => {
      comment.classList.toggle("picked", on);
      found.flatMap((s) => s.parts).forEach((part) => part.classList.toggle("picked", on));
    };
    comment.addEventListener("focusin", () => (show(true), found[0].parts[0].scrollIntoView({ block: "nearest" })));
    comment.addEventListener("focusout", () => show(false));
    for (const s of found) {
      s.parts[0].addEventListener("focus", () => (comment.classList.add("picked"), comment.scrollIntoView({ block: "nearest" })));
      s.parts[0].addEventListener("blur", () => comment.classList.remove("picked"));
    }
  }
}

/** The sentences that a quote touches: the place whose prefix and offset fit best. */
function find({ whole, sentences }, { quote, prefix, offset }) {
  if (!quote) return [];
  const text = whole.normalize("NFC");
  const wanted = quote.normalize("NFC");
  let best = -1;
  let bestScore = -Infinity;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const near = offset ? -Math.abs(scalars(text.slice(0, at)) - Number(offset)) : -at;
    const score = near + (prefix && text.slice(0, at).endsWith(prefix.normalize("NFC")) ? 1e6 : 0);
    if (score > bestScore) [best, bestScore] = [at, score];
  }
  if (best < 0) return [];
  const from = scalars(text.slice(0, best));
  const to = from + scalars(wanted);
  return sentences.filter((s) => s.offset < to && s.offset + scalars(s.quote) > from);
}
