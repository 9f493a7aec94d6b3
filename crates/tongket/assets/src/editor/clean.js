// What is pasted from Word, LibreOffice or a web page, reduced to what a report may hold:
// paragraphs, two levels of headings, lists, tables, bold, italic, underline.
// Numbers that carry meaning in an office ("I.", "1.1", "a)") stay as text;
// only plain bullets and "1." become lists.

const GONE = "script, style, meta, link, title, head, xml, object, iframe, svg, math, template, noscript, input, select, button";
const BLOCKS = new Set("ADDRESS ARTICLE ASIDE BLOCKQUOTE CAPTION CENTER DD DIV DL DT FIGCAPTION FIGURE FOOTER FORM HEADER HR LI MAIN NAV OL P PRE SECTION TABLE TBODY TD TFOOT TH THEAD TR UL H1 H2 H3 H4 H5 H6".split(" "));
const HEADINGS = { H1: "h3", H2: "h3", H3: "h3", H4: "h4", H5: "h4", H6: "h4" };
const BULLET = /^[·•▪◦○●■§üØvo\-–—+*\uf0a7\uf0b7\uf0d8\uf0fc]$/u;

// What people said about the text beside it, and what tracked changes took out of it.
const BESIDE = "del, .msocomtxt, .msocomanchor, .MsoCommentReference, .msocomoff, [data-style*='mso-element:comment'], [data-style*='mso-special-character:comment']";
const RAISED = { 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹", "-": "⁻" };

/** Clean HTML for dirty HTML. Never throws; what it does not know becomes text. */
export const clean = (html) => cleaned(html).html;

/**
 * The same with what a person should know of it: `pictures` that cannot be taken along, words
 * `struck` through that stand like the others now, `remarks` and deleted words that stayed behind.
 */
export function cleaned(html) {
  const doc = new DOMParser().parseFromString(putStylesAside(fragmentOf(html)), "text/html");
  const left = {
    pictures: doc.querySelectorAll("img, object, svg").length,
    remarks: doc.querySelectorAll(BESIDE).length,
    struck: struckIn(doc).length,
  };
  doc.querySelectorAll(`${GONE}, ${BESIDE}`).forEach((node) => node.remove());
  doc.querySelectorAll("tr").forEach((row) => isHidden(row) && row.remove());
  struckIn(doc).forEach(keepApart);
  const out = doc.createElement("div");
  readBlocks(doc.body, out, {});
  return { html: gatherLists(out).innerHTML, ...left };
}

/** What was copied. Cells of a spreadsheet come without their table; one cell is only its text. */
function fragmentOf(html) {
  const fragment = html.match(/<!--StartFragment-->([\s\S]*)<!--EndFragment-->/);
  const copied = stripComments(fragment ? fragment[1] : html);
  if (!/^\s*<(?:col|colgroup|caption|thead|tbody|tfoot|tr|td|th)[\s>]/i.test(copied)) return copied;
  const cells = copied.match(/<t[dh][\s>]/gi) ?? [];
  return cells.length > 1 ? `<table>${copied}</table>` : copied;
}

/** Word's conditional comments hide nothing we want; its marks of lists are in styles. */
const stripComments = (html) => html.replace(/<!--[\s\S]*?-->|<!\[[^>]*>/g, "");

const isHidden = (node) => said(styleOf(node), "display").trim() === "none";

/** Elements whose words are struck through. */
function struckIn(doc) {
  const named = [...doc.querySelectorAll("s, strike, [data-style]")];
  const struck = named.filter((node) => /^(S|STRIKE)$/.test(node.nodeName) || /line-through/.test(said(styleOf(node), "text-decoration(?:-line)?")));
  return struck.filter((node) => node.textContent.trim());
}

/** Struck words stay, but never grow together with those that were written in their place. */
function keepApart(node) {
  const letter = /[\p{L}\p{N}]/u;
  const text = node.textContent;
  const before = node.previousSibling?.textContent ?? "";
  const after = node.nextSibling?.textContent ?? "";
  if (letter.test(before.at(-1) ?? "") && letter.test(text[0])) node.before(" ");
  if (letter.test(after[0] ?? "") && letter.test(text.at(-1))) node.after(" ");
}

/** The page's policy forbids styles, even in a document that is only read: they become plain data. */
function putStylesAside(html) {
  return html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/(\s)style\s*=/gi, "$1data-style="));
}

const styleOf = (node) => node.getAttribute?.("data-style") ?? "";

/** What a style says of one property, in small letters. */
function said(style, property) {
  return style.toLowerCase().match(new RegExp(`(?:^|;)\\s*${property}\\s*:\\s*([^;]*)`))?.[1] ?? "";
}

/** Children of `from` as blocks of `out`; inline runs between blocks become paragraphs. */
function readBlocks(from, out, look) {
  let run = null;
  const end = () => {
    if (run) closeParagraph(run, out);
    run = null;
  };
  for (const node of [...from.childNodes]) {
    if (node.nodeType === Node.ELEMENT_NODE && holdsBlocks(node)) {
      end();
      readBlock(node, out, look);
    } else {
      run ??= from.ownerDocument.createElement("p");
      readInline(node, run, lookOf(from, look));
    }
  }
  end();
}

const holdsBlocks = (node) => BLOCKS.has(node.nodeName) || [...node.children].some(holdsBlocks);

function readBlock(node, out, outer) {
  const look = lookOf(node, outer);
  const make = (name) => node.ownerDocument.createElement(name);
  const heading = HEADINGS[node.nodeName];
  if (heading) {
    const made = make(heading);
    for (const child of [...node.childNodes]) readInline(child, made, {});
    unwrapAll(made, "strong");
    closeParagraph(made, out);
  } else if (node.nodeName === "UL" || node.nodeName === "OL") readList(node, out, look);
  else if (node.nodeName === "TABLE") readTable(node, out, look);
  else if (node.nodeName === "P" && wordList(node)) readWordItem(node, out, look);
  else readBlocks(node, out, look);
}

function readList(node, out, look) {
  const list = node.ownerDocument.createElement(node.nodeName);
  const start = Number(node.getAttribute("start"));
  if (node.nodeName === "OL" && start > 1) list.setAttribute("start", start);
  for (const child of node.children) {
    const inner = list.ownerDocument.createElement("div");
    if (child.nodeName === "UL" || child.nodeName === "OL") readList(child, list.lastElementChild ?? inner, look);
    else readBlocks(child, inner, look);
    if (!inner.childNodes.length) continue;
    if (!/^(P|UL|OL)$/.test(inner.firstElementChild.nodeName)) lowerHeadings(inner);
    const item = list.ownerDocument.createElement("li");
    item.append(...inner.childNodes);
    list.append(item);
  }
  if (list.children.length) out.append(list);
}

function readTable(node, out, look) {
  const make = (name) => node.ownerDocument.createElement(name);
  const body = make("tbody");
  for (const row of node.rows ?? []) {
    const tr = make("tr");
    for (const cell of row.cells) {
      const made = make(cell.nodeName === "TH" ? "th" : "td");
      for (const name of ["colspan", "rowspan"]) {
        const n = Number(cell.getAttribute(name));
        if (n > 1 && n <= 100) made.setAttribute(name, n);
      }
      readBlocks(cell, made, look);
      flattenTables(made);
      lowerHeadings(made);
      if (!made.childNodes.length) made.append(make("p"));
      tr.append(made);
    }
    if (tr.children.length) body.append(tr);
  }
  if (!body.children.length) return;
  const table = make("table");
  table.append(body);
  out.append(table);
}

/** A table in a cell: its cells' text, one paragraph a row. */
function flattenTables(cell) {
  for (const table of cell.querySelectorAll("table")) {
    const rows = [...table.querySelectorAll("tr")].map((tr) => {
      const p = cell.ownerDocument.createElement("p");
      p.textContent = [...tr.children].map((td) => td.textContent.trim()).join(" | ");
      return p;
    });
    table.replaceWith(...rows);
  }
}

function lowerHeadings(cell) {
  for (const heading of cell.querySelectorAll("h3, h4")) {
    const p = cell.ownerDocument.createElement("p");
    const strong = cell.ownerDocument.createElement("strong");
    strong.append(...heading.childNodes);
    p.append(strong);
    heading.replaceWith(p);
  }
}

/** Word's list paragraph: `{ level, marker }`, or null. */
function wordList(p) {
  const level = styleOf(p).match(/mso-list:[^;"]*level(\d+)/)?.[1];
  if (!level) return null;
  const ignored = [...p.querySelectorAll("span")].find((s) => /mso-list:\s*ignore/i.test(styleOf(s)));
  return { level: Number(level), marker: (ignored?.textContent ?? "").replace(/\s+/g, " ").trim(), ignored };
}

function readWordItem(node, out, look) {
  const { level, marker, ignored } = wordList(node);
  ignored?.remove();
  const number = marker.match(/^(\d{1,3})[.)]$/)?.[1];
  const bullet = marker === "" || BULLET.test(marker);
  const p = node.ownerDocument.createElement("p");
  if (!number && !bullet) p.append(`${marker} `);
  for (const child of [...node.childNodes]) readInline(child, p, look);
  if (number || bullet) {
    p.setAttribute("data-list", number ? "ol" : "ul");
    p.setAttribute("data-level", level);
    if (number) p.setAttribute("data-number", number);
  }
  closeParagraph(p, out);
}

/** Neighbouring Word items become lists in lists. */
function gatherLists(out) {
  let open = []; // [{ list, level }]
  for (const p of [...out.children]) {
    const { list: kind, level: printed, number } = p.dataset;
    if (!kind) {
      open = [];
      continue;
    }
    const level = Number(printed);
    while (open.length && (open.at(-1).level > level || (open.at(-1).level === level && open.at(-1).list.localName !== kind))) open.pop();
    if (!open.length || open.at(-1).level < level) {
      const list = out.ownerDocument.createElement(kind);
      if (Number(number) > 1) list.setAttribute("start", number);
      if (open.length) open.at(-1).list.lastElementChild.append(list);
      else p.before(list);
      open.push({ list, level });
    }
    for (const name of ["data-list", "data-level", "data-number"]) p.removeAttribute(name);
    const item = out.ownerDocument.createElement("li");
    item.append(p);
    open.at(-1).list.append(item);
  }
  return out;
}

/** What an element says about bold, italic, underline, by its name or its style. */
function lookOf(node, outer) {
  const style = styleOf(node);
  const look = { ...outer };
  const piece = node.nodeName === "SPAN" && node.getAttribute("data-piece");
  if (piece && /^[a-z0-9-]{1,40}$/.test(piece)) look.piece = piece;
  const weight = said(style, "font-weight");
  if (/^(B|STRONG)$/.test(node.nodeName)) look.strong = true;
  if (/^(I|EM|CITE)$/.test(node.nodeName)) look.em = true;
  if (node.nodeName === "U" || (node.nodeName === "INS" && !node.hasAttribute("datetime"))) look.u = true;
  if (weight) look.strong = /^bold/.test(weight) || parseInt(weight, 10) >= 600;
  const slant = said(style, "font-style");
  if (slant) look.em = /italic|oblique/.test(slant);
  if (node.nodeName === "SUP" || said(style, "vertical-align").trim() === "super") look.raised = true;
  const line = said(style, "text-decoration(?:-line)?");
  if (line) look.u = /underline/.test(line);
  return look;
}

function readInline(node, out, outer) {
  if (node.nodeType === Node.TEXT_NODE) return addText(node.data, out, outer);
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  if (node.nodeName === "BR") return out.append(out.ownerDocument.createElement("br"));
  if (node.nodeName === "IMG") return addText(node.getAttribute("alt") ?? "", out, outer);
  const look = node.nodeName === "A" ? outer : lookOf(node, outer);
  for (const child of [...node.childNodes]) readInline(child, out, look);
}

function addText(data, out, look) {
  let text = data.normalize("NFC").replace(/[\u00ad\u200b\ufeff]/g, "").replace(/[\s\u00a0]+/g, " ");
  if (look.raised && /^-?\d+$/.test(text)) text = [...text].map((sign) => RAISED[sign]).join("");
  if (text.startsWith(" ") && endsBlank(out)) text = text.slice(1);
  if (!text) return;
  let at = out;
  if (look.piece) {
    const last = at.lastChild;
    if (last?.localName === "span" && last.dataset.piece === look.piece) at = last;
    else {
      at = at.appendChild(out.ownerDocument.createElement("span"));
      at.dataset.piece = look.piece;
    }
  }
  for (const name of ["strong", "em", "u"]) {
    if (!look[name]) continue;
    const last = at.lastChild;
    if (last?.localName === name) at = last;
    else at = at.appendChild(out.ownerDocument.createElement(name));
  }
  at.append(text);
}

/** Whether the last word so far has its blank behind it. */
const endsBlank = (out) => textEnd(out, "lastChild")?.data.endsWith(" ");

function unwrapAll(node, name) {
  node.querySelectorAll(name).forEach((inner) => inner.replaceWith(...inner.childNodes));
}

/** Keeps a paragraph that says something, without blanks and breaks at its ends. */
function closeParagraph(p, out) {
  while (p.lastChild?.nodeName === "BR") p.lastChild.remove();
  while (p.firstChild?.nodeName === "BR") p.firstChild.remove();
  if (p.textContent.trim() === "") return;
  p.normalize();
  const ends = [textEnd(p, "firstChild"), textEnd(p, "lastChild")];
  if (ends[0]) ends[0].data = ends[0].data.trimStart();
  if (ends[1]) ends[1].data = ends[1].data.trimEnd();
  out.append(p);
}

function textEnd(node, side) {
  let at = node;
  while (at && at.nodeType !== Node.TEXT_NODE) at = at[side];
  return at;
}
