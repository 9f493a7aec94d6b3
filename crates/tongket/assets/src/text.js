// The plain text of a section, and places in it. The server counts the same way:
// blocks in order, white space folded, joined by "\n", NFC, offsets in Unicode scalar values.

const BLOCKS = "p, h3, h4, li, td, th, h1, h2, h5, h6, blockquote, pre";

/** The innermost blocks of `root`, in order, each with its text nodes. */
export function blocksOf(root) {
  const blocks = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  let last = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const isBreak = node.nodeName === "BR";
    if (node.nodeType !== Node.TEXT_NODE && !isBreak) continue;
    const owner = node.parentElement.closest(BLOCKS);
    if (!owner || !root.contains(owner) || owner === root) continue;
    if (owner !== last?.owner) blocks.push((last = { owner, nodes: [] }));
    if (!isBreak) last.nodes.push(node);
    else last.nodes.push(null);
  }
  return blocks.map(fold).filter((block) => block.text !== "");
}

/** Folds a block's white space; `at[i]` is the DOM place of the i-th UTF-16 unit of `text`. */
function fold(block) {
  let text = "";
  const at = [];
  for (const node of block.nodes) {
    const data = node ? node.data : " ";
    for (let i = 0; i < data.length; i += 1) {
      const blank = /\s/.test(data[i]);
      if (blank && (text === "" || text.endsWith(" "))) continue;
      text += blank ? " " : data[i];
      at.push({ node, i });
    }
  }
  if (text.endsWith(" ")) text = text.slice(0, -1);
  return { owner: block.owner, text, at: at.slice(0, text.length) };
}

/** How many Unicode scalar values, after NFC. */
export const scalars = (text) => [...text.normalize("NFC")].length;

/** The last `n` scalar values. */
export const tail = (text, n) => [...text.normalize("NFC")].slice(-n).join("");

/** `[start, end)` of every sentence in `text`, in UTF-16 units, without the blank after it. */
export function sentencesOf(text) {
  const found = [];
  // A full stop ends a sentence before a capital, unless it stands after one letter or a number ("TM. ", "1. ").
  const end = /[.!?…;]["”’)\]]*\s+(?=["“‘([]?[\p{Lu}\p{N}\-+–])/gu;
  let start = 0;
  for (const hit of text.matchAll(end)) {
    const stop = hit.index + hit[0].trimEnd().length;
    if (/(^|\s)(\p{L}|\p{Lu}{1,3}|[\divxlc]+|[A-ZĐ]+)\.$/u.test(text.slice(start, stop)) && stop - start < 60) continue;
    found.push([start, stop]);
    start = hit.index + hit[0].length;
  }
  if (start < text.length) found.push([start, text.length]);
  return found;
}
