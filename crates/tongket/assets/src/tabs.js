// On a phone the tabs stand in one row that scrolls: the current one is brought into sight.
export function startTabs() {
  document.querySelectorAll(".tabs").forEach((row) => {
    const current = row.querySelector("[aria-current]");
    if (current && row.scrollWidth > row.clientWidth) row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
  });
}
