// The elements every page may use; each is defined in a file of its own.
import "./account-menu.js";
import "./busy-form.js";
import "./copy-button.js";
import "./dialogs.js";
import "./local-time.js";
import "./press-again.js";
import "./toast-stack.js";
