// Where the words under the cursor came from, shown beside the text: asked for a moment after the
// cursor came to rest, each piece once.

const REST = 180;

/** Shows in `[data-piece-shown]` what the server says of the piece at the cursor; `address` ends in "/". */
export function makeSources(address) {
  const place = document.querySelector("[data-piece-shown]");
  const known = new Map();
  let shown = null;
  let timer = 0;

  async function show(key) {
    if (key !== shown) return;
    const html = known.get(key) ?? (await ask(address + encodeURIComponent(key)));
    if (html == null) return;
    known.set(key, html);
    if (key === shown) place.innerHTML = html;
  }

  return {
    at(editor) {
      const key = keyAt(editor.state);
      if (!place || !key || key === shown) return;
      shown = key;
      clearTimeout(timer);
      timer = setTimeout(() => show(key), REST);
    },
  };
}

/** The key of the piece at the cursor, or null in one's own words. */
function keyAt({ selection }) {
  const { $from } = selection;
  const marks = $from.marks();
  const near = [...marks, ...($from.nodeAfter?.marks ?? []), ...($from.nodeBefore?.marks ?? [])];
  return near.find((mark) => mark.type.name === "piece")?.attrs.key ?? null;
}

async function ask(address) {
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true", Accept: "text/html" } });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null; // the line is down; the text itself is kept elsewhere
  }
}
