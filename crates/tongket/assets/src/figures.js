// What is typed into a table of figures stays on this machine until the server has it.
// htmx sends the table whenever a cell was changed; here cells are kept from the first key on,
// sent again when the line or the session is back, and put back where the page was left meanwhile.
import { element } from "./element.js";
import { openKeep } from "./editor/keep.js";
import { say } from "./words.js";

const BACKOFF = [1, 2, 4, 8, 15, 30, 60]; // s between attempts over a line that is down

export function startFigures() {
  const start = (root) => root.querySelectorAll?.("form[data-figures]").forEach(watch);
  start(document);
  document.addEventListener("htmx:load", (event) => start(event.target));
}

/** Shows how the server read a number, where nobody types on: "1.23" becomes "1,23". */
export function writeBack(field, sent, written) {
  if (written === undefined || field.value !== sent || document.activeElement === field) return;
  field.value = written;
}

async function watch(form) {
  if (form.dataset.figuresReady) return;
  form.dataset.figuresReady = "1";
  const { account = "" } = form.dataset;
  const { action } = form;
  const record = { id: `${action}#${account}`, account, action, at: 0, cells: {} };
  const line = element("p", { class: "state", role: "status" });
  form.querySelector(".actions")?.before(line);
  const keep = await openKeep();
  let sent = {};
  let tries = 0;
  let timer = null;

  const was = (name) => form.elements[`was:${name}`];
  const measure = (name) => form.elements[`measure:${name.split(":")[0]}`]; // in what the page shows the row to be counted
  const save = () => (Object.keys(record.cells).length ? keep.put(structuredClone(record)) : keep.remove(record.id)).catch(() => {});
  const send = () => form.dispatchEvent(new Event("change", { bubbles: true }));
  const tell = (text, look = "") => {
    line.className = `state ${look}`.trim();
    line.textContent = text;
  };
  const wake = () => tries > 0 && send();

  form.addEventListener("input", ({ target }) => {
    if (!target.name || !was(target.name)) return;
    record.cells[target.name] ??= { was: was(target.name).value, measure: measure(target.name)?.value };
    record.cells[target.name].value = target.value;
    record.at = Date.now();
    save();
  });
  form.addEventListener("htmx:beforeRequest", () => {
    clearTimeout(timer);
    sent = structuredClone(record.cells);
  });
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    const status = detail.xhr?.status ?? 0;
    if (detail.successful) {
      for (const [name, { value }] of Object.entries(sent)) {
        if (record.cells[name]?.value !== value) continue;
        delete record.cells[name];
        writeBack(form.elements[name], value, was(name)?.dataset.written);
      }
      tries = 0;
      form.querySelectorAll("[data-shown]").forEach((field) => {
        field.value = field.dataset.shown;
        delete field.dataset.shown;
      });
      save();
      return tell("");
    }
    if (status !== 0 && status !== 401 && status !== 429 && status < 500) return tell("");
    tries += 1;
    tell(say(status === 401 ? "figuresExpired" : "figuresKept"), "warn");
    timer = setTimeout(send, BACKOFF[Math.min(tries, BACKOFF.length) - 1] * 1000);
  });
  addEventListener("online", wake);
  addEventListener("focus", wake);

  const left = (await keep.all(account, action).catch(() => [])).find(({ id }) => id === record.id);
  const back = Object.entries(left?.cells ?? {}).filter(([name]) => was(name));
  if (!back.length) return;
  for (const [name, cell] of back) {
    if (record.cells[name]) continue; // typed again before this machine's store had opened
    record.cells[name] = cell;
    form.elements[name].value = cell.value;
    was(name).value = cell.was;
    const counted = measure(name);
    if (!counted || cell.measure === undefined || cell.measure === counted.value) continue;
    counted.dataset.shown ??= counted.value; // typed while the row was counted otherwise: the server is told so
    counted.value = cell.measure;
  }
  tell(say("figuresBack", { count: back.length }));
  send();
}
