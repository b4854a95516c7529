// Sends what waits, one tab at a time, each act until it was answered.
import { markSent, settle, waiting } from "./outbox.js";

const ACTS = "/learn/my/acts/";
const AGAIN = 20_000;
let token = "";
let timer = 0;

export function send(who) {
  clearTimeout(timer);
  return navigator.locks.request(`place-${who}`, () => all(who)).then((state) => {
    if (state === "waiting") timer = setTimeout(() => send(who), AGAIN);
    document.dispatchEvent(new CustomEvent("place:state", { detail: state }));
    return state;
  });
}

async function all(who) {
  for (;;) {
    const batch = first((await waiting(who)).filter((act) => !act.refused));
    if (!batch.length) return "saved";
    await markSent(who, batch);
    let answer;
    try {
      answer = await post(who, batch);
    } catch {
      return "waiting";
    }
    if (answer.status === 401) return "stranger";
    if (answer.status === 409) return "other";
    if (!answer.ok) return "waiting";
    const { answers } = await answer.json();
    for (const act of batch) {
      const told = answers.find((one) => one.key === act.key) ?? { state: "refused", message: "" };
      await settle(who, act, told);
      document.dispatchEvent(new CustomEvent("place:answer", { detail: { act, answer: told } }));
    }
  }
}

// a note's next version needs the revision that the one before it makes
function first(acts) {
  const seen = new Set(), batch = [];
  for (const act of acts.slice(0, 20)) {
    if (act.note && seen.has(act.note)) break;
    if (act.note) seen.add(act.note);
    batch.push(act);
  }
  return batch;
}

async function post(who, acts, again = true) {
  if (!token) token = (await (await fetch(ACTS, { headers: { Accept: "application/json" } })).json()).token ?? "";
  const said = acts.map(({ number, page, sent, refused, ...act }) => act);
  const answer = await fetch(ACTS, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ who, acts: said }),
  });
  if (answer.status !== 403 || !again) return answer;
  token = "";
  return post(who, acts, false);
}
