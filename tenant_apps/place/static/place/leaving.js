// Before somebody signs out: what they wrote is sent, then this device forgets them. The server says so once more.
import "./keys.js";
import { waiting } from "./outbox.js";
import { send } from "./sending.js";

export async function leave(question) {
  const who = await place.who();
  if (!who) return true;
  if ((await waiting(who)).length) await Promise.race([send(who), new Promise((done) => setTimeout(done, 4000))]);
  if ((await waiting(who)).length && !confirm(question)) return false;
  await place.leaveOthers("");
  indexedDB.deleteDatabase(`place-${who}`);
  for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister();
  return true;
}
