// The outline editor's element; what it is made of stands beside it.
import "./course-outline.js";
import "./my-zone.js";
