// What a section may hold, and nothing else: the same list as the server's cleaning.
// No look is written into the HTML, since the page's policy forbids styles there.
import { Extension, Mark } from "@tiptap/core";
import { Bold } from "@tiptap/extension-bold";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { Heading } from "@tiptap/extension-heading";
import { Italic } from "@tiptap/extension-italic";
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { Text } from "@tiptap/extension-text";
import { Underline } from "@tiptap/extension-underline";
import { Gapcursor } from "@tiptap/extensions/gap-cursor";
import { UndoRedo } from "@tiptap/extensions/undo-redo";
import { Plugin } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

const plainSpan = (name) => ({
  default: 1,
  parseHTML: (cell) => Math.min(Math.max(Number(cell.getAttribute(name)) || 1, 1), 100),
  renderHTML: (attributes) => (attributes[name] > 1 ? { [name]: attributes[name] } : {}),
});

/** A cell without widths; ProseMirror's table code still wants the attribute to exist. */
const plainCell = (Cell) =>
  Cell.extend({
    content: "(paragraph | bulletList | orderedList)+",
    addAttributes: () => ({
      colspan: plainSpan("colspan"),
      rowspan: plainSpan("rowspan"),
      colwidth: { default: null, rendered: false, parseHTML: () => null },
    }),
  });

const PlainTable = Table.extend({ renderHTML: () => ["table", ["tbody", 0]] }).configure({ resizable: false });

const PlainOrderedList = OrderedList.extend({
  addAttributes: () => ({
    start: {
      default: 1,
      parseHTML: (list) => Number(list.getAttribute("start")) || 1,
      renderHTML: ({ start }) => (start > 1 ? { start } : {}),
    },
  }),
});

/** Alt+F10 goes to the tools. */
const WaysOut = Extension.create({
  name: "waysOut",
  addOptions: () => ({ toTools: () => {} }),
  addKeyboardShortcuts() {
    return { "Alt-F10": () => (this.options.toTools(), true) };
  },
});

/** Where words came from: the key of a piece of the draft. Words typed at its end are one's own. */
const Piece = Mark.create({
  name: "piece",
  priority: 1000, // outermost, so that bold words do not cut a piece in two
  inclusive: false,
  addAttributes: () => ({ key: { default: "", parseHTML: (span) => span.dataset.piece, renderHTML: ({ key }) => ({ "data-piece": key }) } }),
  parseHTML: () => [{ tag: "span[data-piece]" }],
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
});

/** Marks what is the drafter's own: words that lead to no report. */
const Own = Extension.create({
  name: "own",
  addProseMirrorPlugins: () => [
    new Plugin({
      state: {
        init: (_, { doc }) => ownWords(doc),
        apply: (tr, shown) => (tr.docChanged ? renewed(tr, shown) : shown),
      },
      props: {
        decorations(state) {
          return this.getState(state);
        },
      },
    }),
  ],
});

/** The decorations of a text, or of the blocks that begin within a range of it. */
function ownWords(doc, from = 0, to = doc.content.size) {
  return DecorationSet.create(doc, ownWithin(doc, from, to));
}

function ownWithin(doc, from, to) {
  const found = [];
  doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isText) return;
    const own = !node.marks.some((mark) => mark.type.name === "piece") && /[\p{L}\p{N}]/u.test(node.text);
    if (own) found.push(Decoration.inline(pos, pos + node.nodeSize, { class: "own" }));
  });
  return found;
}

/** Only the blocks that were touched are looked at again, so that long texts stay quick. */
function renewed(tr, shown) {
  let from = tr.doc.content.size;
  let to = 0;
  tr.mapping.maps.forEach((map, n) => {
    map.forEach((_a, _b, start, end) => {
      const later = tr.mapping.slice(n + 1);
      from = Math.min(from, later.map(start, -1));
      to = Math.max(to, later.map(end, 1));
    });
  });
  if (from > to) return shown.map(tr.mapping, tr.doc);
  const start = tr.doc.resolve(Math.min(from, tr.doc.content.size));
  const stop = tr.doc.resolve(Math.min(to, tr.doc.content.size));
  from = start.depth ? start.before(1) : from;
  to = stop.depth ? stop.after(1) : to;
  const moved = shown.map(tr.mapping, tr.doc);
  return moved.remove(moved.find(from, to)).add(tr.doc, ownWithin(tr.doc, from, to));
}

export const extensions = (toTools, pieces) => [
  ...(pieces ? [Piece, Own] : []),
  Document, Paragraph, Text, HardBreak, Bold, Italic, Underline,
  Heading.configure({ levels: [3, 4] }),
  BulletList, PlainOrderedList, ListItem, ListKeymap,
  PlainTable, TableRow, plainCell(TableHeader), plainCell(TableCell),
  UndoRedo, Gapcursor,
  WaysOut.configure({ toTools }),
];
