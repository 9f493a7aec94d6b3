// The line below the text: one sentence on where the text is, and the way out when it is stuck.
// Screen readers hear only what needs an ear: trouble, and that it is over.
import { element } from "../element.js";
import { say, timeOf } from "./texts.js";

const TONES = { offline: "warn", expired: "warn", conflict: "bad", refused: "bad", saved: "saved" };

export function makeStateLine(form, { again, compare }) {
  const text = element("span", {}, say("ready"));
  const extra = element("span");
  const line = element("p", { class: "state" }, text, extra);
  const ear = element("span", { class: "unseen", role: "status" });
  const whole = element("div", {}, line, ear);
  let troubled = false;

  /** Says something below the line that stays until its like is said again. */
  const beside = (what, words) => {
    whole.querySelector(`[data-${what}]`)?.remove();
    whole.append(element("p", { class: "state warn", role: "status", [`data-${what}`]: "" }, words));
  };
  const button = (name, onclick) => element("button", { type: "button", class: "tight", onclick }, say(name));
  const extras = {
    offline: () => [button("again", again)],
    expired: () => [element("a", { href: form.dataset.signin || "/", target: "_blank", rel: "noopener" }, say("signin")), ` ${say("signinThen")}`],
    conflict: () => [button("compare", compare)],
    refused: (detail) => [...refusal(detail), button("again", again)],
  };

  return {
    element: whole,
    show(name, detail) {
      line.className = `state ${TONES[name] ?? ""}`.trim();
      const said = name === "refused" ? (sentenceOf(detail) ?? say("refused")) : say(name, { time: timeOf(Date.now()) });
      text.textContent = said;
      extra.replaceChildren(...(extras[name]?.(detail) ?? []));
      if (detail?.merged) beside("merged", say("merged", { time: timeOf(Date.now()) }));
      const trouble = /offline|expired|conflict|refused/.test(name);
      if (trouble !== troubled && name !== "saving" && name !== "typing") {
        ear.textContent = said;
        troubled = trouble;
      }
    },
    /** What was left behind when something was pasted; the next paste says its own. */
    pasted(left) {
      whole.querySelector("[data-pasted]")?.remove();
      const told = ["pictures", "remarks", "struck"].filter((name) => left[name] > 0);
      if (!told.length) return;
      beside("pasted", told.map((name) => say(`left_${name}`, { count: left[name] })).join(" "));
    },
    unkept() {
      if (whole.querySelector(".error")) return;
      whole.append(element("p", { class: "error", role: "alert" }, say("unkept")));
    },
  };
}

/** A text of the server in the page's language: `{vi, en}`, or a plain string. */
function inLanguage(said) {
  if (typeof said === "string") return said;
  return said?.[/^en/i.test(document.documentElement.lang) ? "en" : "vi"] || said?.vi;
}

const sentenceOf = (refusal) => inLanguage(refusal.sentence);

function refusal(said) {
  const parts = [say("refused")];
  if (said.code) parts.push(` (${said.code}) `);
  const details = (said.details ?? []).map(inLanguage).filter(Boolean);
  if (details.length) parts.push(`${details.join("; ")}. `);
  const out = inLanguage(said.way_out);
  if (out) parts.push(`→ ${out} `);
  return parts;
}
