// The desk: what its page does by itself. Each file below knows one thing.
import "./composer.js";
import "./drafts.js";
import "./files.js";
import "./going.js";
import "./hands.js";
import "./here.js";
import "./live.js";
import "./many.js";
import "./meanwhile.js";
import "./panes.js";
import "./pick.js";
import "./queue.js";
import "./windows.js";
