// A document as HTML, block by block: a block that has not changed since is not written again, so
// that a draft of thousands of sentences costs no more at each key than a short one.
import { DOMSerializer } from "@tiptap/pm/model";

/** A function that gives the HTML of a document of this schema, the same as writing it whole. */
export function makeWriter(schema) {
  const serializer = DOMSerializer.fromSchema(schema);
  const page = document.implementation.createHTMLDocument();
  const known = new WeakMap(); // blocks never change; a changed block is another one

  function written(block) {
    const place = page.createElement("div");
    place.append(serializer.serializeNode(block, { document: page }));
    return place.innerHTML;
  }

  return (doc) => {
    const blocks = [];
    doc.forEach((block) => {
      let html = known.get(block);
      if (html == null) known.set(block, (html = written(block)));
      blocks.push(html);
    });
    return blocks.join("");
  };
}
