// The desk: what its page does by itself. Each file below knows one thing.
import "./composer.js";
import "./live.js";
import "./queue.js";
import "./panes.js";
