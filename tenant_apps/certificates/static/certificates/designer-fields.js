// What can be said of the field that is picked.
const DEFAULTS = { text: "", size: 14, weight: 400, face: "text", align: "start", colour: "ink", h: 0 };
const NUMBERS = new Set(["x", "y", "w", "h", "size", "weight"]);

export class Fields {
  constructor(designer) {
    this.designer = designer;
    this.form = designer.querySelector("[data-fields]");
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", (event) => this.typed(event));
    this.form.addEventListener("focusin", () => (this.isFirst = true));
    this.form.querySelector("[data-merge]").addEventListener("change", (event) => this.merge(event.target));
  }

  paint() {
    const { field } = this.designer;
    this.form.hidden = !field;
    if (!field) return;
    for (const part of this.form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(field.kind);
    for (const input of this.form.querySelectorAll("[name]")) {
      const value = field[input.name] ?? DEFAULTS[input.name];
      if (input.type === "checkbox") input.checked = value === true;
      else if (input !== document.activeElement) input.value = value;
    }
  }

  // Letters typed one after the other into one box are one step back.
  typed(event) {
    const { name, type, value, checked, validity } = event.target;
    if (!name || !validity.valid || (NUMBERS.has(name) && value === "")) return;
    const said = type === "checkbox" ? checked : NUMBERS.has(name) ? Number(value) : value;
    this.designer.change(() => (this.designer.field[name] = said), !this.isFirst);
    this.isFirst = false;
  }

  merge(select) {
    if (!select.value) return;
    const words = this.form.elements.text;
    const at = words.selectionStart ?? words.value.length;
    const text = `${words.value.slice(0, at)}{${select.value}}${words.value.slice(words.selectionEnd ?? at)}`;
    select.value = "";
    words.value = text;
    this.designer.change(() => (this.designer.field.text = text));
  }
}
