// The small scripts that every page carries. Each wakes up by attributes alone
// (README.md says which) and leaves a page without them untouched.
import { startAnchors } from "./anchor.js";
import { startChoosing } from "./choose.js";
import { startFigures } from "./figures.js";
import { startOnce } from "./once.js";
import { startShortcuts } from "./shortcuts.js";
import { startSpans } from "./spans.js";
import { startTabs } from "./tabs.js";
import { startUploads } from "./upload.js";

startShortcuts();
startSpans();
startAnchors();
startUploads();
startFigures();
startOnce();
startChoosing();
startTabs();
