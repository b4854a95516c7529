// A question before something that cannot be taken lightly: the server writes it, a dialog asks it.
export async function ask(outline, url, body) {
  const place = outline.querySelector("[data-ask]");
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { "X-Fragment": "ask" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    place.innerHTML = await answer.text();
    place.querySelector("dialog").showModal();
  } catch {
    outline.say(outline.dataset.lost);
    outline.lost();
  }
}
