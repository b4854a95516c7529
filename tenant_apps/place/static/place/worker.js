// The learner's pages without a line. /learn/worker.js puts PLACE and keys.js before it.
const { version, offline, shell } = self.PLACE;
const SHELL = `place-shell-${version}`;
const MOST_ASSETS = 400;
const ANY = { ignoreVary: true };

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.data === "claim" && event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (/^\/(static|brand|covers)\//.test(pathname)) event.respondWith(asset(request));
  else if (pathname.startsWith("/media/")) event.respondWith(file(request));
});

async function install() {
  const cache = await caches.open(SHELL);
  // nobody's session: this page is the same for everybody
  await cache.addAll(shell.map((url) => new Request(url, { cache: "reload", credentials: "omit" })));
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("place-shell-") && name !== SHELL).map((name) => caches.delete(name)));
  await place.leaveOthers(await place.who());
  const assets = await caches.open(place.assets), kept = await assets.keys();
  await Promise.all(kept.slice(0, Math.max(0, kept.length - MOST_ASSETS)).map((request) => assets.delete(request)));
  await self.clients.claim();
}

async function page(event) {
  const { request } = event;
  let answer;
  try {
    answer = await fetch(request);
  } catch {
    return away(request);
  }
  event.waitUntil(heed(request, answer.clone()));
  return answer;
}

// What the server lets be kept is kept for whom it says; what it no longer shows is gone from here, too.
async function heed(request, answer) {
  const url = new URL(request.url), whose = answer.headers.get("X-Keep") ?? "";
  if (answer.ok && whose) {
    await place.leaveOthers(whose);
    if (!url.search) await place.keep(whose, url.pathname, answer);
  } else if (answer.status < 500) {
    const who = await place.who();
    await place.leaveOthers(who);
    if (who) await (await caches.open(place.pages(who))).delete(url.pathname, ANY);
  }
}

async function away(request) {
  const kept = await found(new URL(request.url).pathname);
  return kept ?? (await caches.match(offline, { cacheName: SHELL, ...ANY })) ?? Response.error();
}

async function found(key) {
  const who = await place.who();
  return who ? caches.match(key, { cacheName: place.pages(who), ...ANY }) : undefined;
}

async function asset(request) {
  const kept = await caches.match(request.url, ANY);
  if (kept?.headers.get("Cache-Control")?.includes("immutable")) return kept;
  try {
    const answer = await fetch(request);
    if (answer.ok) await place.keepAsset(request.url, answer.clone());
    return answer;
  } catch {
    return kept ?? Response.error();
  }
}

async function file(request) {
  try {
    return await fetch(request);
  } catch {
    const key = place.key(request.url), kept = (await found(key)) ?? (await height(key));
    return kept ? part(request, kept) : Response.error();
  }
}

// of a film that was prepared, one height is here in place of the file
async function height(key) {
  const who = await place.who(), asset = /^\/media\/([^/]+)\/file$/.exec(key)?.[1];
  if (!who || !asset || !(await caches.has(place.pages(who)))) return undefined;
  const pages = await caches.open(place.pages(who));
  const one = (await pages.keys()).find(({ url }) => new RegExp(`/media/film/${asset}/[0-9]+\\.mp4$`).test(url));
  return one && pages.match(one, ANY);
}

// RFC 9110, 14.2: players ask for films by ranges
async function part(request, whole) {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("Range") ?? "");
  if (!asked) return whole;
  const body = await whole.blob(), start = Number(asked[1]), end = Math.min(Number(asked[2] || body.size - 1), body.size - 1);
  if (start > end) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${body.size}` } });
  const headers = { "Content-Type": whole.headers.get("Content-Type") ?? "", "Accept-Ranges": "bytes" };
  headers["Content-Range"] = `bytes ${start}-${end}/${body.size}`;
  return new Response(body.slice(start, end + 1), { status: 206, headers });
}
