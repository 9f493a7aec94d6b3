// The row of tools above the text: one tab stop, arrow keys within, names in Vietnamese.
import { element } from "../element.js";
import { say } from "./texts.js";

const TOOLS = [
  { name: "bold", short: "bShort", look: "b", keys: "Ctrl+B", on: "bold", run: (c) => c.toggleBold() },
  { name: "italic", short: "iShort", look: "i", keys: "Ctrl+I", on: "italic", run: (c) => c.toggleItalic() },
  { name: "underline", short: "uShort", look: "u", keys: "Ctrl+U", on: "underline", run: (c) => c.toggleUnderline() },
  null,
  { name: "heading3", short: "h3Short", on: ["heading", { level: 3 }], run: (c) => c.toggleHeading({ level: 3 }) },
  { name: "heading4", short: "h4Short", on: ["heading", { level: 4 }], run: (c) => c.toggleHeading({ level: 4 }) },
  null,
  { name: "bullets", short: "ulShort", on: "bulletList", run: (c) => c.toggleBulletList() },
  { name: "numbers", short: "olShort", on: "orderedList", run: (c) => c.toggleOrderedList() },
  null,
  { name: "table", short: "tableShort", outside: true, run: (c) => c.insertTable({ rows: 3, cols: 3, withHeaderRow: true }) },
  { name: "rowBelow", inside: true, run: (c) => c.addRowAfter() },
  { name: "columnAfter", inside: true, run: (c) => c.addColumnAfter() },
  { name: "rowGone", inside: true, run: (c) => c.deleteRow() },
  { name: "columnGone", inside: true, run: (c) => c.deleteColumn() },
  { name: "tableGone", inside: true, run: (c) => c.deleteTable() },
  null,
  { name: "undo", short: "undoShort", keys: "Ctrl+Z", can: (c) => c.undo(), run: (c) => c.undo() },
  { name: "redo", short: "redoShort", keys: "Ctrl+Y", can: (c) => c.redo(), run: (c) => c.redo() },
];

/** The toolbar; `getEditor()` gives the editor once it stands. `refresh` shows what is on. */
export function makeTools(getEditor, controls) {
  const bar = element("div", { class: "tools", role: "toolbar", "aria-label": say("tools"), "aria-controls": controls });
  const buttons = [];
  for (const tool of TOOLS) {
    if (!tool) {
      bar.append(element("hr", { "aria-hidden": "true" }));
      continue;
    }
    const button = makeButton(tool, getEditor);
    buttons.push({ tool, button });
    bar.append(button);
  }
  buttons[0].button.tabIndex = 0;
  bar.addEventListener("keydown", (event) => move(event, buttons, getEditor));
  bar.addEventListener("focusin", ({ target }) => buttons.forEach(({ button }) => (button.tabIndex = button === target ? 0 : -1)));
  return { bar, focus: () => bar.querySelector('[tabindex="0"]').focus(), refresh: () => refresh(buttons, getEditor()) };
}

function makeButton(tool, getEditor) {
  const label = say(tool.name);
  const attributes = { type: "button", class: tool.look, tabindex: -1, title: tool.keys ? `${label} (${tool.keys})` : label };
  if (tool.short) attributes["aria-label"] = label;
  if (tool.on) attributes["aria-pressed"] = "false";
  attributes.onclick = () => tool.run(getEditor().chain().focus()).run();
  // The text keeps its selection while a mouse presses a tool.
  attributes.onmousedown = (event) => event.preventDefault();
  return element("button", attributes, tool.short ? say(tool.short) : label);
}

function move(event, buttons, getEditor) {
  if (event.key === "Escape") return getEditor().commands.focus();
  const seen = buttons.map(({ button }) => button).filter((button) => !button.hidden);
  const now = seen.indexOf(document.activeElement);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const to = { Home: 0, End: seen.length - 1 }[event.key] ?? (step && (now + step + seen.length) % seen.length);
  if (to == null) return undefined;
  event.preventDefault();
  return seen[to].focus();
}

function refresh(buttons, editor) {
  const inTable = editor.isActive("table");
  for (const { tool, button } of buttons) {
    if (tool.on) button.setAttribute("aria-pressed", String(editor.isActive(...[tool.on].flat())));
    if (tool.inside) button.hidden = !inTable;
    if (tool.outside) button.hidden = inTable;
    if (tool.can) button.setAttribute("aria-disabled", String(!tool.can(editor.can())));
  }
  if (!buttons.some(({ button }) => button.tabIndex === 0 && !button.hidden)) buttons[0].button.tabIndex = 0;
}
