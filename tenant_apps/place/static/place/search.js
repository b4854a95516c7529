// Says so when the search does not answer.
const trouble = document.getElementById("search-failed");
for (const kind of ["htmx:responseError", "htmx:sendError"]) document.addEventListener(kind, () => { trouble.hidden = false; });
document.addEventListener("htmx:afterSwap", () => { trouble.hidden = true; });
