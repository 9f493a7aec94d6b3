// Files on a weak line: say at once what is too big, show how far the sending got,
// and keep the choice when the line breaks, so that trying again is one click.
import { element, newKey } from "./element.js";
import { say } from "./words.js";

export function startUploads() {
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("input[type=file][data-max-bytes]")) look(event.target);
  });
  // Captured, so that a refusal comes before any other listener sends the form.
  document.addEventListener("submit", submitted, true);
}

/** Lists the chosen files below the field; true when all can be sent. */
function look(input) {
  const max = Number(input.dataset.maxBytes);
  const field = input.closest(".field") ?? input.parentElement;
  field.querySelectorAll("[data-upload-note]").forEach((note) => note.remove());
  const list = element("ul", { class: "files small", "data-upload-note": true });
  const wrongs = [];
  for (const file of input.files) {
    list.append(element("li", {}, `${file.name} · ${size(file.size)}`));
    const values = { name: file.name, size: size(file.size), max: size(max) };
    if (file.size > max) wrongs.push(`${say("tooBig", values)} (TK020)`);
    else if (file.size === 0) wrongs.push(`${say("emptyFile", values)} (TK023)`);
  }
  if (input.files.length) input.after(list);
  const id = `${input.id || input.name}-wrong`;
  for (const wrong of wrongs) {
    list.after(element("p", { class: "error", role: "alert", id, "data-upload-note": true }, wrong));
  }
  field.classList.toggle("wrong", wrongs.length > 0);
  describe(input, id, wrongs.length > 0);
  return wrongs.length === 0;
}

function describe(input, id, wrong) {
  const others = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((x) => x && x !== id);
  if (wrong) others.push(id);
  if (others.length) input.setAttribute("aria-describedby", others.join(" "));
  else input.removeAttribute("aria-describedby");
  if (wrong) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

function submitted(event) {
  const form = event.target;
  const inputs = [...form.querySelectorAll("input[type=file][data-max-bytes]")];
  const wrong = inputs.filter((input) => !look(input));
  if (wrong.length) {
    event.preventDefault();
    event.stopImmediatePropagation();
    wrong[0].focus();
  } else if (form.matches("[data-upload]")) {
    event.preventDefault();
    if (!form.dataset.sending) send(form, event.submitter);
  }
}

function send(form, submitter) {
  form.dataset.sending = "1";
  form.dataset.uploadKey ||= newKey();
  form.querySelectorAll("[data-upload-bar]").forEach((bar) => bar.remove());
  const request = new XMLHttpRequest();
  const bar = element("progress", { max: 100, value: 0, "aria-label": say("sending", { percent: "" }) });
  const text = element("span", { role: "status" });
  const stop = element("button", { type: "button", class: "tight", onclick: () => request.abort() }, say("stop"));
  const line = element("div", { class: "actions", "data-upload-bar": true }, bar, text, stop);
  form.append(line);
  const fail = (why) => {
    delete form.dataset.sending;
    line.replaceChildren(element("p", { class: "error", role: "alert" }, say(why)));
  };
  request.upload.onprogress = ({ loaded, total }) => {
    const percent = Math.floor((loaded / total) * 100);
    bar.value = percent;
    text.textContent = percent < 100 ? say("sending", { percent }) : say("received");
  };
  request.onerror = () => fail("lineBroke");
  request.onabort = () => fail("stopped");
  request.onload = () => answered(request, form, fail);
  const data = new FormData(form);
  if (submitter?.name) data.append(submitter.name, submitter.value);
  request.open("POST", submitter?.getAttribute("formaction") || form.getAttribute("action") || location.href);
  request.setRequestHeader("Accept", "text/html");
  request.setRequestHeader("Idempotency-Key", form.dataset.uploadKey);
  request.send(data);
}

/** Shows the page that came back, as the browser would have. */
function answered(request, form, fail) {
  if ([502, 503, 504].includes(request.status)) return fail("lineBroke");
  delete form.dataset.sending;
  delete form.dataset.uploadKey;
  // A redirect was followed: go there, so that scripts and history are the page's own.
  const target = new URL(form.getAttribute("action") || location.href, location.href).href;
  if (request.status < 400 && request.responseURL !== target) return location.assign(request.responseURL);
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = answer.querySelector("main");
  const old = document.querySelector("main");
  if (!main || !old) return fail("lineBroke");
  document.title = answer.title;
  old.replaceWith(document.adoptNode(main));
  (main.querySelector("[role=alert]") ?? main).scrollIntoView();
}

/** A size as people read it: 1,5 MB. */
function size(bytes) {
  const units = ["B", "KB", "MB", "GB"];
  let n = bytes;
  let unit = 0;
  while (n >= 1024 && unit < units.length - 1) {
    n /= 1024;
    unit += 1;
  }
  return `${n.toLocaleString(document.documentElement.lang || "vi", { maximumFractionDigits: unit ? 1 : 0 })} ${units[unit]}`;
}
