// The plan on the left, what was recognised on the right. Touch one, the other shows itself.
// Links between them work without this file; it adds that nobody loses their place.

let cameFrom = null;

export function startSpans() {
  document.addEventListener("click", clicked);
  document.addEventListener("focusin", focused);
  document.addEventListener("keydown", goBack);
}

const rootOf = (node) => node?.closest?.("[data-spans]");
const idsOf = (link) => (link.dataset.span ?? "").split(" ").filter(Boolean);

function clicked(event) {
  const root = rootOf(event.target);
  if (!root || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("[data-span]");
  if (link) {
    event.preventDefault();
    cameFrom = link;
    const object = pick(root, idsOf(link)[0], "object");
    object?.setAttribute("tabindex", "-1");
    object?.focus({ preventScroll: true });
    return;
  }
  const back = event.target.closest("[data-object] a[href^='#']");
  const id = back?.closest("[data-object]").dataset.object;
  const place = id && document.getElementById(decodeURIComponent(back.hash.slice(1)));
  if (!place || !root.contains(place)) return;
  event.preventDefault();
  cameFrom = back;
  pick(root, id, "span");
  place.focus({ preventScroll: true });
}

function focused(event) {
  const root = rootOf(event.target);
  if (!root) return;
  const link = event.target.closest("[data-span]");
  if (link && !idsOf(link).includes(root.dataset.picked)) pick(root, idsOf(link)[0], "object");
  const object = event.target.closest("[data-object]");
  if (object && object.dataset.object !== root.dataset.picked) pick(root, object.dataset.object, "span");
}

function goBack(event) {
  if (event.key !== "Escape" || !cameFrom || !rootOf(event.target)) return;
  const place = cameFrom;
  cameFrom = null;
  place.focus();
}

/** Marks all of object `id`, brings the other side (`"object"` or `"span"`) into view; gives the card. */
function pick(root, id, show) {
  if (!id) return null;
  root.dataset.picked = id;
  let object = null;
  const spans = [];
  for (const card of root.querySelectorAll("[data-object]")) {
    const same = card.dataset.object === id;
    mark(card, same);
    if (same) object = card;
  }
  for (const link of root.querySelectorAll("[data-span]")) {
    const same = idsOf(link).includes(id);
    mark(link, same);
    if (same) spans.push(link);
  }
  const place = show === "object" ? object : spans[0];
  object?.closest("details:not([open])")?.setAttribute("open", "");
  place?.scrollIntoView({ block: "nearest" });
  return object;
}

function mark(node, on) {
  node.classList.toggle("picked", on);
  if (on) node.setAttribute("aria-current", "true");
  else node.removeAttribute("aria-current");
}
