// <spot-board>: a click on the picture says where the spot of the row is that was last typed in, or of the first empty one.
class SpotBoard extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.form.addEventListener("focusin", (event) => {
      const row = event.target.closest(".part-rows > li");
      if (row) this.row = row;
    });
    this.form.addEventListener("input", () => this.draw());
    this.addEventListener("click", (event) => this.put(event));
    this.draw();
  }

  rows() {
    return [...this.form.querySelectorAll(".part-rows > li")];
  }

  put(event) {
    const row = this.row ?? this.rows().find((one) => !this.field(one, "x").value);
    if (!row) return;
    const box = this.getBoundingClientRect();
    this.field(row, "x").value = Math.round((1000 * (event.clientX - box.left)) / box.width);
    this.field(row, "y").value = Math.round((1000 * (event.clientY - box.top)) / box.height);
    this.draw();
    this.field(row, "title").focus();
  }

  field(row, name) {
    return row.querySelector(`[name$="-${name}"]`);
  }

  draw() {
    this.querySelectorAll("b").forEach((mark) => mark.remove());
    this.rows().forEach((row, place) => {
      const x = this.field(row, "x").value, y = this.field(row, "y").value;
      if (!x || !y) return;
      const mark = document.createElement("b");
      mark.textContent = place + 1;
      mark.style.left = `${x / 10}%`;
      mark.style.top = `${y / 10}%`;
      this.append(mark);
    });
  }
}

customElements.define("spot-board", SpotBoard);
