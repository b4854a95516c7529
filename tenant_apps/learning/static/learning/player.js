// The lesson player's elements.
import "./lesson-keys.js";
import "./lesson-video.js";
import "./slide-show.js";
