// Where pasted blocks come to stand.
import { Slice } from "@tiptap/pm/model";

/**
 * A heading from elsewhere that is pasted into a paragraph that says something stays a heading of
 * its own. The editor's habit is to melt the first block into the paragraph; so it does with words
 * that were copied within the editor, which may be a part of a heading.
 */
export function onItsOwn(slice, { selection }, fromOutside) {
  const { $from } = selection;
  const first = slice.content.firstChild;
  const into = $from.depth === 1 && $from.parent.isTextblock && $from.parent.content.size > 0;
  const heading = first?.type.name === "heading" && slice.openStart > 0;
  if (!fromOutside || !heading || !into) return slice;
  const alone = slice.content.childCount === 1;
  return new Slice(slice.content, 0, alone ? 0 : slice.openEnd);
}
