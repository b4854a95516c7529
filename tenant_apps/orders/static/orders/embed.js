// The checkout button. Put it on any site that the shop allows:
//   <script src="https://SHOP/embed/v1.js" async></script>
//   <a data-offer="OFFER" href="https://SHOP/checkout/OFFER/">Buy</a>
// Without JavaScript the link is a link. `checkout:completed` is dispatched on it once somebody has paid.
(() => {
  const shop = new URL(document.currentScript.src).origin;
  const PATIENCE = 6000;
  const style = (element, rules) => Object.assign(element.style, rules);

  function open(link) {
    const page = new URL(`/embed/${encodeURIComponent(link.dataset.offer)}/`, shop);
    if (link.search) new URLSearchParams(link.search).forEach((value, name) => page.searchParams.set(name, value));
    page.searchParams.set("site", location.origin);

    const dialog = document.createElement("dialog");
    const frame = document.createElement("iframe");
    const close = document.createElement("button");
    frame.src = page.href;
    frame.title = link.textContent.trim() || "Checkout";
    frame.allow = "payment";
    close.type = "button";
    close.textContent = "×";
    close.setAttribute("aria-label", link.dataset.close || "Close");
    dialog.setAttribute("aria-label", frame.title);
    dialog.append(close, frame);
    document.body.append(dialog);

    const small = matchMedia("(max-width: 640px)");
    const fit = (height) => {
      const full = small.matches;
      style(dialog, {
        width: full ? "100dvw" : "min(60rem, 100vw - 3rem)", height: full ? "100dvh" : "auto",
        maxWidth: "none", maxHeight: "none", margin: "auto", padding: "0", border: "0",
        borderRadius: full ? "0" : "14px", overflow: "hidden", background: "#fff",
      });
      style(frame, {
        display: "block", width: "100%", border: "0",
        height: full ? "100dvh" : `min(${Math.max(320, height || 640)}px, 100dvh - 3rem)`,
      });
    };
    style(close, {
      position: "absolute", insetBlockStart: "8px", insetInlineEnd: "8px", width: "44px", height: "44px",
      font: "26px/1 sans-serif", color: "#222", background: "#ffffffd9", border: "0", borderRadius: "50%",
      cursor: "pointer", zIndex: "1",
    });
    let height = 0;
    const resize = () => fit(height);
    fit();
    small.addEventListener("change", resize);

    // a browser or a site that lets no frame in gets the page itself
    const giveUp = setTimeout(() => location.assign(link.href), PATIENCE);
    const hear = (event) => {
      if (event.origin !== shop || event.source !== frame.contentWindow || event.data?.checkout !== 1) return;
      clearTimeout(giveUp);
      if (event.data.type === "height") fit((height = Number(event.data.height)));
      if (event.data.type === "close") dialog.close();
      if (event.data.type === "completed") {
        const detail = { order: String(event.data.order), offer: link.dataset.offer };
        link.dispatchEvent(new CustomEvent("checkout:completed", { bubbles: true, detail }));
      }
    };
    addEventListener("message", hear);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      clearTimeout(giveUp);
      removeEventListener("message", hear);
      small.removeEventListener("change", resize);
      dialog.remove();
      link.focus();
    });
    dialog.showModal();
    frame.focus();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-offer]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (!window.HTMLDialogElement || new URL(link.href, location).origin !== shop) return;
    event.preventDefault();
    open(link);
  });
})();
