// One box above a list ticks all boxes of the list. It is there only with script: without, it
// would do nothing, so the page brings it hidden.

/** `<p hidden><input type="checkbox" data-choose="versions">…</p>` ticks the form's boxes of that name. */
export function startChoosing() {
  for (const all of document.querySelectorAll("input[data-choose]")) {
    const own = [...all.form.querySelectorAll(`input[type=checkbox][name="${all.dataset.choose}"]`)];
    const told = () => {
      const chosen = own.filter((box) => box.checked).length;
      all.checked = chosen > 0 && chosen === own.length;
      all.indeterminate = chosen > 0 && chosen < own.length;
    };
    all.parentElement.hidden = false;
    all.addEventListener("change", () => own.forEach((box) => (box.checked = all.checked)));
    own.forEach((box) => box.addEventListener("change", told));
    addEventListener("pageshow", told);
  }
}
