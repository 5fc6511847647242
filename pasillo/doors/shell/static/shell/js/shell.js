// What HTML cannot do by itself. No framework, no inline handlers: the policy of the house forbids them.
import "./theme.js";
import "./keys.js";
import "./palette.js";
import "./reltime.js";
import "./once.js";
import "./toasts.js";
import "./menus.js";
import "./signed_out.js";
