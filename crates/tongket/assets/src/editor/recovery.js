// After a crash or a closed lid: texts of this person for this section that the server
// has not acknowledged are offered, newest first. Nothing is dropped without being asked twice.
import { element } from "../element.js";
import { showText } from "./conflict.js";
import { textOf, withoutLiving } from "./keep.js";
import { say, timeOf } from "./texts.js";

export async function offerUnsent(box) {
  const { account, action } = box.queue.record;
  const records = await withoutLiving(await box.keep.all(account, action).catch(() => []));
  for (const record of records) {
    if (record.id === box.id) continue;
    const left = textOf(record);
    if (!left || box.same(left)) await box.keep.remove(record.id);
    else box.frame.before(offer(box, record, left));
  }
}

function offer(box, record, left) {
  const text = say("found", { at: timeOf(record.at) });
  const done = async (run) => {
    await run?.();
    await box.keep.remove(record.id);
    notice.remove();
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
