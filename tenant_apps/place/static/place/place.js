// A learner's place on this device.
import "./lesson-notes.js";
