// Shows of a question's form what its kind asks for: [data-for] names the kinds. Without a script all of it is there.
const form = document.querySelector(".question-form");
const kind = form.elements.kind;
const show = () => {
  for (const part of form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(kind.value);
};
kind.addEventListener("change", show);
show();
