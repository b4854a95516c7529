// Wagtail's rich text box takes its name from Wagtail's own panels; in our forms it takes it from the field's label.
const nameAll = () => {
  for (const box of document.querySelectorAll(".field [role=textbox]:not([aria-label])")) {
    const label = box.closest(".field").querySelector("label");
    if (label) box.setAttribute("aria-label", label.textContent.trim());
  }
};

nameAll();
new MutationObserver(nameAll).observe(document.querySelector("main"), { childList: true, subtree: true });
