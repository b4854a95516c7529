// What a device calls the things it keeps: under their person, and without the tokens that run out.
globalThis.place = {
  pages: (who) => `place-pages-${who}`,
  assets: "place-assets",

  // the cookie jar itself says whose device it is at this moment: no word of a page could be as fresh
  async who() {
    return (await globalThis.cookieStore?.get("place"))?.value ?? "";
  },

  key(address) {
    const { pathname } = new URL(address, location.origin);
    const film = /^\/media\/film\/([^/~]+)~[^/]+\/([^/]+)$/.exec(pathname);
    if (film) return `/media/film/${told(film[1])[0]}/${film[2]}`;
    const file = /^\/media\/([^/~]+)~[^/]+\/[^/]+$/.exec(pathname);
    return file ? `/media/${told(file[1])[0]}/${told(file[1])[2]}` : pathname;
  },

  // Their pages go when they sign out, also while one is being put there: then it is kept no more.
  async keep(who, key, answer) {
    const pages = await caches.open(place.pages(who));
    await pages.put(key, answer).catch(async (lost) => {
      if (await caches.has(place.pages(who))) throw lost;
    });
  },

  // What has no room, or whose store goes at this moment, is fetched again another time: no page waits for it.
  async keepAsset(url, answer) {
    await caches.open(place.assets).then((assets) => assets.put(url, answer)).catch(() => null);
  },

  // whoever is here now finds nothing of anybody else
  async leaveOthers(who) {
    const names = (await caches.keys()).filter((name) => name.startsWith("place-pages-") && name !== place.pages(who));
    await Promise.all(names.map((name) => caches.delete(name)));
    return names;
  },
};

function told(token) {
  try {
    return JSON.parse(atob(token.replaceAll("-", "+").replaceAll("_", "/")))[0];
  } catch {
    return [];
  }
}
