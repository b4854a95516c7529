// The lessons on this device: what they are called, how large they are, and whether their learner asked for them.
import "./keys.js";
import { change, read } from "./outbox.js";

const SEEN = 60; // lessons that were merely opened, the latest
export const LIMIT = 2 * 1024 ** 3;

export const lessons = async (who) => (await read(who, "kept")).sort((one, two) => two.at - one.at);

export const size = (rows) => rows.reduce((sum, row) => sum + row.bytes, 0);

export async function opened(who, row) {
  const before = (await lessons(who)).find((each) => each.lesson === row.lesson);
  await change(who, "kept", (kept) => kept.put({ bytes: 0, keys: [], asked: false, ...before, ...row, at: Date.now() }));
  const seen = (await lessons(who)).filter((each) => !each.asked);
  for (const old of seen.slice(SEEN)) await drop(who, old);
}

export async function keep(who, course, plan) {
  const cache = await caches.open(place.pages(who)), keys = [];
  const answer = await fetch(plan.url);
  if (!answer.ok || answer.headers.get("X-Keep") !== who) return false;
  const html = await answer.clone().text();
  await cache.put(plan.url, answer);
  for (const { url, only } of [...plan.parts, ...pictures(html)]) {
    const part = await fetch(url), key = place.key(url);
    if (!part.ok) return false;
    await cache.put(key, only ? cut(await part.text(), only, part) : part);
    keys.push(key);
  }
  for (const url of looks(html)) await fetch(url);
  const { lesson, title, url, bytes, left_out: left } = plan;
  await change(who, "kept", (kept) => kept.put({ lesson, title, url, bytes, left, course, keys, asked: true, at: Date.now() }));
  return true;
}

export async function drop(who, row) {
  const cache = await caches.open(place.pages(who));
  for (const key of [row.url, ...row.keys]) await cache.delete(key, { ignoreVary: true });
  await change(who, "kept", (kept) => kept.delete(row.lesson));
}

// only what the server still lets stay; a film whose author took it back goes alone
export async function heed(who, stays) {
  for (const row of await lessons(who)) {
    if (!(row.lesson in stays)) await drop(who, row);
    else if (!stays[row.lesson] && row.keys.length) await drop(who, row);
  }
}

// Read as words: a parsed page would be a page, with its own complaints about styles.
export function pictures(html) {
  return [...html.matchAll(/<img\b[^>]*?\bsrc="(\/media\/[^"]+)"/g)].map((found) => ({ url: plain(found[1]) }));
}

// through the worker, which keeps what it fetches
function looks(html) {
  const found = html.matchAll(/\b(?:src|href|poster|data-hls)="(\/(?:static|brand|covers)\/[^"]+)"/g);
  return new Set([...found].map((each) => plain(each[1])));
}

const plain = (url) => url.replaceAll("&amp;", "&");

// a playlist of several heights names the kept one alone
function cut(text, only, { headers }) {
  const lines = text.split("\n"), out = [];
  lines.forEach((line, at) => {
    if (line.startsWith("#EXT-X-STREAM-INF") ? lines[at + 1]?.trim() === only : line.startsWith("#") || line.trim() === only) out.push(line);
  });
  return new Response(out.join("\n"), { headers: { "Content-Type": headers.get("Content-Type") ?? "" } });
}
