// Two texts of one section, compared block by block. Used to lay somebody else's paragraphs
// under the hands of whoever types, and to put two versions into one with nothing left out.

/**
 * Pairs `[i, j]` of equal elements of `a` and `b`: a longest common subsequence. What both begin
 * and end with is paired at once, so that one paragraph of thousands costs nothing.
 */
export function common(a, b) {
  const short = Math.min(a.length, b.length);
  let head = 0;
  while (head < short && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < short - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const between = crossing(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  return [
    ...Array.from({ length: head }, (_, i) => [i, i]),
    ...between.map(([i, j]) => [i + head, j + head]),
    ...Array.from({ length: tail }, (_, i) => [a.length - tail + i, b.length - tail + i]),
  ];
}

function crossing(a, b) {
  const rows = a.length + 1;
  const columns = b.length + 1;
  const length = Array.from({ length: rows }, () => new Uint16Array(columns));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (length[i + 1][j] >= length[i][j + 1]) i += 1;
    else j += 1;
  }
  return pairs;
}

/** Where `a` and `b` differ: `{ a: [from, to), b: [from, to) }` in order. */
export function hunks(a, b) {
  const found = [];
  let i = 0;
  let j = 0;
  for (const [x, y] of [...common(a, b), [a.length, b.length]]) {
    if (x > i || y > j) found.push({ a: [i, x], b: [j, y] });
    i = x + 1;
    j = y + 1;
  }
  return found;
}

/** Both texts in one: equal blocks once, of the others first `theirs`, then `mine`. */
export function both(theirs, mine) {
  const out = [];
  let done = 0;
  for (const { a, b } of hunks(theirs, mine)) {
    out.push(...theirs.slice(done, a[1]), ...mine.slice(...b));
    done = a[1];
  }
  return [...out, ...theirs.slice(done)];
}

/** The top blocks of some HTML, each as HTML. */
export function blocks(html) {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  return [...body.childNodes].map((node) => node.outerHTML ?? node.data).filter((text) => text.trim() !== "");
}

/**
 * Turns `sent` into `merged` within an editor whose document has moved on from `sent` by `mapping`
 * (ProseMirror). Returns the transaction, or null when a hand is in one of the very blocks.
 */
export function layUnder(state, sent, merged, mapping) {
  const old = topBlocks(sent);
  const young = topBlocks(merged);
  const tr = state.tr.setMeta("addToHistory", false).setMeta("laidUnder", true);
  const changes = hunks(old.map(textOf), young.map(textOf));
  for (const { a, b } of changes.reverse()) {
    const from = old[a[0]]?.from ?? sent.content.size;
    const to = a[1] > a[0] ? old[a[1] - 1].to : from;
    const nodes = young.slice(...b).map((block) => block.node);
    const at = mapped(mapping, state.doc, sent, from, to);
    if (!at) return null;
    exchange(tr, state.doc, at, nodes);
  }
  return tr;
}

function topBlocks(doc) {
  const found = [];
  doc.forEach((node, offset) => found.push({ node, from: offset, to: offset + node.nodeSize }));
  return found;
}

const textOf = ({ node }) => JSON.stringify(node.toJSON());

/** The range in today's document, or null when what stood there has changed since. */
function mapped(mapping, doc, sent, from, to) {
  if (from === to) {
    const at = mapping.mapResult(from, -1);
    return doc.resolve(at.pos).depth === 0 ? { from: at.pos, to: at.pos } : null;
  }
  const start = mapping.map(from, 1);
  const end = mapping.map(to, -1);
  if (end < start || !doc.slice(start, end).content.eq(sent.slice(from, to).content)) return null;
  return { from: start, to: end };
}

/** Replaces a range; where one block becomes another of its sort only what differs, so a cursor in it stays. */
function exchange(tr, doc, { from, to }, nodes) {
  const before = doc.nodeAt(from);
  const [after] = nodes;
  const alike = to > from && nodes.length === 1 && before.nodeSize === to - from && before.type === after.type && before.isTextblock;
  if (!alike || !before.sameMarkup(after)) {
    if (nodes.length) tr.replaceWith(from, to, nodes);
    else tr.delete(from, to);
    return;
  }
  const start = before.content.findDiffStart(after.content);
  if (start == null) return;
  let { a, b } = before.content.findDiffEnd(after.content);
  const overlap = start - Math.min(a, b);
  if (overlap > 0) {
    a += overlap;
    b += overlap;
  }
  tr.replace(from + 1 + start, from + 1 + a, after.slice(start, b));
}
