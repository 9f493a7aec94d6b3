// The writing box: a textarea becomes an editor, its form saves itself, and a line below the
// text says in one sentence where the text lies now. The textarea stays and holds the HTML,
// so the form is never anything but a form.
import { Editor } from "@tiptap/core";
import { DOMParser as DocParser } from "@tiptap/pm/model";
import { Mapping } from "@tiptap/pm/transform";
import { element, newKey } from "../element.js";
import { clean, cleaned } from "./clean.js";
import { askWhich } from "./conflict.js";
import { makeWriter } from "./html.js";
import { liveAs, openKeep } from "./keep.js";
import { blocks, both, layUnder } from "./merge.js";
import { post } from "./post.js";
import { Queue } from "./queue.js";
import { onItsOwn } from "./paste.js";
import { offerUnsent } from "./recovery.js";
import { extensions } from "./schema.js";
import { makeSources } from "./sources.js";
import { makeStateLine } from "./state.js";
import { say } from "./texts.js";
import { makeTools } from "./tools.js";

export async function makeBox(textarea) {
  const form = textarea.closest("form[data-autosave]");
  if (!form || textarea.dataset.editorReady) return;
  textarea.dataset.editorReady = "1";
  const box = new Box(form, textarea);
  await box.connect();
}

class Box {
  constructor(form, textarea) {
    this.form = form;
    this.textarea = textarea;
    this.id = `${form.action}#${newKey()}`;
    const textId = `${textarea.id || newKey()}-text`;
    this.tools = makeTools(() => this.editor, textId);
    this.line = makeStateLine(form, { again: () => this.queue.flush(), compare: () => this.compare() });
    const hint = element("p", { class: "unseen", id: `${textId}-hint` }, say("hint"));
    const place = element("div");
    this.frame = element("div", { class: "editor" }, this.tools.bar, place, hint, this.line.element);
    textarea.after(this.frame);
    this.editor = this.makeEditor(place, textId);
    this.write = makeWriter(this.editor.schema);
    this.shown = this.html();
    this.sent = null; // the document that is with the server now
    this.moved = new Mapping(); // what was typed since
    this.hideTextarea(textId);
    this.tools.refresh();
    if (form.dataset.pieces) this.sources = makeSources(form.dataset.pieces);
  }

  makeEditor(place, textId) {
    const label = this.textarea.labels?.[0];
    if (label) label.id ||= `${textId}-label`;
    return new Editor({
      element: place,
      injectCSS: false,
      enableInputRules: false, // "- " and "1. " are how offices write; they stay what was typed
      enablePasteRules: false,
      content: this.textarea.value, // the server's own text, which it has reduced already
      extensions: extensions(() => this.tools.focus(), "pieces" in this.form.dataset),
      editorProps: {
        attributes: {
          id: textId,
          class: "text",
          role: "textbox",
          "aria-multiline": "true",
          "aria-describedby": `${textId}-hint`,
          lang: "vi",
          ...(label ? { "aria-labelledby": label.id } : { "aria-label": this.textarea.getAttribute("aria-label") ?? "" }),
        },
        transformPastedHTML: (html) => this.pasted(html),
        transformPasted: (slice) => onItsOwn(slice, this.editor.state, this.fromOutside),
        handleDOMEvents: { keydown: tabAfterEscape() },
      },
      onTransaction: ({ transaction }) => this.changed(transaction),
      onSelectionUpdate: () => this.sources?.at(this.editor),
    });
  }

  /** What is pasted, cleaned; what could not be taken along is said below the text. */
  pasted(html) {
    this.fromOutside = !html.includes("data-pm-slice");
    const { html: taken, ...left } = cleaned(html);
    this.line.pasted(left);
    return taken;
  }

  hideTextarea(textId) {
    this.textarea.hidden = true;
    this.textarea.required = false;
    this.textarea.labels?.[0]?.addEventListener("click", (event) => {
      event.preventDefault();
      document.getElementById(textId).focus();
    });
  }

  async connect() {
    const { form } = this;
    this.keep = await openKeep();
    liveAs(this.id);
    this.queue = new Queue({
      id: this.id,
      account: form.dataset.account ?? "",
      action: form.action,
      base: form.elements.base?.value,
      keep: this.keep,
      post,
      clock: { now: Date.now, later: (ms, run) => this.later(ms, run) },
      on: {
        sealed: () => this.sealed(),
        state: (name, detail) => this.show(name, detail),
        place: (html) => this.place(html),
        unkept: () => this.line.unkept(),
      },
      newKey,
    });
    // What was typed before this machine's store had opened.
    if (this.html() !== this.shown) this.queue.type(this.content());
    this.listen();
    await offerUnsent(this);
  }

  later(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  }

  listen() {
    const { form, queue } = this;
    form.addEventListener("submit", (event) => this.submitted(event));
    form.addEventListener("change", (event) => event.target.name === "state" && queue.type(this.content()));
    addEventListener("online", () => queue.wake());
    addEventListener("focus", () => queue.wake());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") queue.flush({ leaving: true });
      else queue.wake();
    });
    addEventListener("pagehide", () => queue.flush({ leaving: true }));
    addEventListener("beforeunload", (event) => {
      if (queue.unsent && /offline|expired|conflict|refused/.test(this.stateName)) event.preventDefault();
    });
  }

  html() {
    return this.editor.isEmpty ? "" : this.write(this.editor.state.doc);
  }

  content() {
    return { html: this.html(), state: chosen(this.form.elements.state) || "written" };
  }

  /** Does the page show this very text already? */
  same(left) {
    return this.parse(left.html).eq(this.parse(this.shown)) && (left.state ?? "written") === this.content().state;
  }

  changed(transaction) {
    if (!this.editor) return;
    this.tools.refresh();
    if (!transaction.docChanged) return;
    this.moved?.appendMapping(transaction.mapping);
    const content = this.content();
    this.textarea.value = content.html;
    if (!transaction.getMeta("laidUnder")) this.queue?.type(content);
  }

  /** Remembers which document goes out, so that a merge can be laid under later typing. */
  sealed(html) {
    const { doc } = this.editor.state;
    this.sent = html == null ? doc : this.parse(html);
    this.moved = this.sent.eq(doc) ? new Mapping() : null; // null: it was never in this editor
  }

  parse(html) {
    const dom = new DOMParser().parseFromString(clean(html), "text/html").body;
    return DocParser.fromSchema(this.editor.schema).parse(dom);
  }

  /** Lays the server's text under what stands here; see queue.js. Never into a half-typed letter. */
  place(html) {
    const merged = this.parse(html);
    const { view, state } = this.editor;
    const tr = this.moved && !view.composing && layUnder(state, this.sent, merged, this.moved);
    if (tr?.docChanged) view.dispatch(tr);
    return { taken: !!tr, same: this.editor.state.doc.eq(merged), html: this.html() };
  }

  show(name, detail) {
    this.stateName = name;
    if (this.form.elements.base) this.form.elements.base.value = this.queue.record.base ?? "";
    this.line.show(name, detail);
    const told = (type, data) => this.form.dispatchEvent(new CustomEvent(`tongket:${type}`, { bubbles: true, detail: data }));
    told("state", { state: name });
    if (name === "saved") {
      told("saved", { version: detail.version });
      if (!this.editor.isEmpty) document.querySelectorAll("[data-until-saved]").forEach((mark) => mark.remove());
      if (!detail.unsent) this.goOn();
    }
    if (name === "conflict") this.compare();
  }

  async compare() {
    const { conflict } = this.queue.record;
    if (!conflict || this.asking) return;
    this.asking = true;
    const html = await askWhich({ current: conflict.current, mine: this.html() });
    this.asking = false;
    if (html == null) return;
    this.put(html);
    this.queue.resolve(this.content());
    this.editor.commands.focus();
  }

  /** Puts another text in place of the whole; can be undone. */
  put(html) {
    this.editor.commands.setContent(clean(html), { emitUpdate: false });
    this.textarea.value = this.html();
  }

  /** An unsent text comes back. Where something was written meanwhile, both stand. */
  bringBack(record, left) {
    const untouched = this.html() === this.shown && !this.queue.unsent && this.stateName == null;
    if (left.state) this.setState(left.state);
    if (!untouched) {
      this.put(both(blocks(this.html()), blocks(left.html)).join(""));
      this.queue.type(this.content());
      return this.queue.flush();
    }
    const queue = this.queue;
    queue.type = () => {}; // the record itself says what is draft and what is under way
    this.put(left.html);
    delete queue.type;
    if (record.sending) this.sealed(record.sending.body.html);
    return queue.adopt(record, { base: record.base, draft: record.draft && this.content() });
  }

  setState(value) {
    for (const field of [this.form.elements.state].flat()) {
      if (!field) continue;
      if (field instanceof RadioNodeList) field.value = value;
      else if (field.type === "checkbox") field.checked = field.value === value;
      else field.value = value;
    }
  }

  submitted(event) {
    if (this.passing) return;
    event.preventDefault();
    const { submitter } = event;
    this.goingOn = submitter?.hasAttribute("data-save") || !submitter ? null : submitter;
    if (this.queue.unsent) this.queue.flush();
    else if (this.goingOn) this.goOn();
    else if (this.stateName == null) (this.queue.type(this.content()), this.queue.flush());
    else this.line.show(this.stateName, {});
  }

  /** What the person wanted to do once the text was safe. */
  goOn() {
    const submitter = this.goingOn;
    if (!submitter) return;
    this.goingOn = null;
    this.passing = true;
    this.form.requestSubmit(submitter);
    this.passing = false;
  }
}

/** The value of a field as the form would send it: of several, of the one that is chosen. */
function chosen(field) {
  if (field?.type === "checkbox" || field?.type === "radio") return field.checked ? field.value : "";
  return field?.value ?? "";
}

/** In tables and lists Tab works on the text; Esc, then Tab, goes on to the next field. */
function tabAfterEscape() {
  let freed = false;
  return (_view, event) => {
    if (event.key === "Tab" && freed) return true; // the browser's own Tab
    if (event.key !== "Shift") freed = event.key === "Escape";
    return false;
  };
}
