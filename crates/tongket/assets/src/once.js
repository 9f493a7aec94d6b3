// A hand that shakes clicks twice. The second sending of the same form is let fall here;
// the server would answer it the same way, this only spares the wait.

const WHILE = 8000; // ms

export function startOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.matches("[hx-post], [data-hx-post], [data-autosave], [data-upload]")) return;
    const now = Date.now();
    if (now - Number(form.dataset.sentAt ?? 0) < WHILE) event.preventDefault();
    else form.dataset.sentAt = now;
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent-at]")) delete form.dataset.sentAt;
  });
}
