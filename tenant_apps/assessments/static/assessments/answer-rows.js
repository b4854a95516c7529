// <answer-rows> around a list: a button adds one more row.
class AnswerRows extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    this.button = this.querySelector("button");
    this.button.addEventListener("click", () => this.more());
    this.rest();
  }

  more() {
    const row = this.list.lastElementChild.cloneNode(true);
    const number = this.list.children.length;
    for (const input of row.querySelectorAll("input")) {
      input.ariaLabel = input.ariaLabel.replace(String(number), String(number + 1));
      if (input.type === "checkbox") Object.assign(input, { checked: false, value: number });
      else input.value = "";
    }
    this.list.append(row);
    row.querySelector(".input").focus();
    this.rest();
  }

  rest() {
    this.button.hidden = this.list.children.length >= Number(this.dataset.most);
  }
}

customElements.define("answer-rows", AnswerRows);
