// Shows of a question's form what its kind asks for: [data-for] names the kinds. Without a script all of it is there.
const form = document.querySelector(".question-form");
const kind = form.elements.kind;
const pair = form.querySelector("[name=match]").placeholder;
const show = () => {
  for (const part of form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(kind.value);
  // of a place, an example of its four numbers
  for (const input of form.querySelectorAll("[name=match]")) input.placeholder = kind.value === "hot_spot" ? "10 20 30 15" : pair;
};
kind.addEventListener("change", show);
show();
