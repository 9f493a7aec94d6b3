// What a section may hold, and nothing else: the same list as the server's cleaning.
// No look is written into the HTML, since the page's policy forbids styles there.
import { Extension } from "@tiptap/core";
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

export const extensions = (toTools) => [
  Document, Paragraph, Text, HardBreak, Bold, Italic, Underline,
  Heading.configure({ levels: [3, 4] }),
  BulletList, PlainOrderedList, ListItem, ListKeymap,
  PlainTable, TableRow, plainCell(TableHeader), plainCell(TableCell),
  UndoRedo, Gapcursor,
  WaysOut.configure({ toTools }),
];
