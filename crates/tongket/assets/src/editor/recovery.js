// After a crash or a closed lid: texts of this person for this section that the server
// has not acknowledged are offered, newest first. Nothing is dropped without being asked twice.
import { element } from "../element.js";
import { showText } from "./conflict.js";
import { onceLeft, textOf } from "./keep.js";
import { say, timeOf } from "./texts.js";

export async function offerUnsent(box) {
  for (const { id } of await unsentOf(box)) {
    if (id === box.id) continue;
    // A page that is still open, or that is only just closing, keeps its text to itself;
    // when it goes with something unsent, the offer appears here.
    onceLeft(id, async () => {
      const record = (await unsentOf(box)).find((r) => r.id === id);
      const left = record && textOf(record);
      if (!left) return undefined;
      if (box.same(left)) return box.keep.remove(id);
      return new Promise((decided) => box.frame.before(offer(box, record, left, decided)));
    });
  }
}

function unsentOf(box) {
  const { account, action } = box.queue.record;
  return box.keep.all(account, action).catch(() => []);
}

function offer(box, record, left, decided) {
  const text = say("found", { at: timeOf(record.at) });
  const done = async (run) => {
    await run?.();
    await box.keep.remove(record.id);
    notice.remove();
    decided();
    box.editor.commands.focus();
  };
  const drop = element("button", { type: "button", class: "danger", onclick: () => (drop.dataset.sure ? done() : ask()) }, say("drop"));
  const ask = () => {
    drop.dataset.sure = "1";
    drop.textContent = say("dropSure");
  };
  const notice = element(
    "section",
    { class: "flash warn", role: "status" },
    element("p", {}, text),
    element(
      "div",
      { class: "actions" },
      element("button", { type: "button", class: "primary", onclick: () => done(() => box.bringBack(record, left)) }, say("bringBack")),
      element("button", { type: "button", onclick: () => showText(text, left.html) }, say("look")),
      drop,
    ),
  );
  return notice;
}
