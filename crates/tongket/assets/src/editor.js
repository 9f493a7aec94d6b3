// The writing box wakes for every <textarea data-editor> in a <form data-autosave>.
import { makeBox } from "./editor/box.js";

const start = (root) => root.querySelectorAll("textarea[data-editor]").forEach(makeBox);
start(document);
document.addEventListener("htmx:load", (event) => start(event.target));
