// What this device did for one person, in order, until the server has answered; and what it keeps. One database each.
const open = new Map();

function database(who) {
  if (!open.has(who)) open.set(who, asked(who));
  return open.get(who);
}

function asked(who) {
  const request = indexedDB.open(`place-${who}`, 2);
  request.onupgradeneeded = ({ oldVersion }) => {
    if (!oldVersion) request.result.createObjectStore("acts", { keyPath: "number", autoIncrement: true });
    request.result.createObjectStore("kept", { keyPath: "lesson" });
  };
  return done(request).then((base) => {
    // another page deletes it when its person signs out
    base.onversionchange = () => { base.close(); open.delete(who); };
    return base;
  });
}

function done(request) {
  return new Promise((keep, fail) => {
    request.onsuccess = () => keep(request.result);
    request.onerror = () => fail(request.error);
  });
}

// The lessons that are kept on this device, and what is done to them.
export async function read(who, name) {
  return done((await database(who)).transaction(name).objectStore(name).getAll());
}

export async function change(who, name, act) {
  return done(act((await database(who)).transaction(name, "readwrite").objectStore(name)));
}

async function store(who, mode) {
  return (await database(who)).transaction("acts", mode).objectStore("acts");
}

export async function waiting(who) {
  return done((await store(who, "readonly")).getAll());
}

// A later version of a note replaces one that was never sent, if the same page wrote both.
export async function put(who, act) {
  const acts = await store(who, "readwrite");
  if (act.kind === "note.keep" || act.kind === "note.remove") {
    const all = await done(acts.getAll()), begun = all.some((old) => old.note === act.note && old.sent);
    for (const old of all) {
      if (old.note !== act.note || old.page !== act.page || old.sent) continue;
      if (act.kind === "note.keep") return done(acts.put({ ...old, ...act, key: old.key, base: old.base, refused: "" }));
      await done(acts.delete(old.number));
      if (!old.base && !begun) return null;
    }
  }
  return done(acts.add({ key: crypto.randomUUID(), ...act }));
}

export async function markSent(who, batch) {
  const acts = await store(who, "readwrite");
  for (const act of batch) await done(acts.put({ ...act, sent: true }));
}

// Takes an answered act away; what the same page wrote afterwards goes on from the revision it made.
export async function settle(who, act, answer) {
  const acts = await store(who, "readwrite");
  if (answer.state === "refused" && act.kind === "note.keep" && act.text) {
    return done(acts.put({ ...act, refused: answer.message }));
  }
  await done(acts.delete(act.number));
  if (!answer.note) return;
  for (const later of await done(acts.getAll())) {
    if (later.note !== act.note || later.page !== act.page) continue;
    await done(acts.put({ ...later, note: answer.note.note, base: answer.note.revision }));
  }
}

export async function drop(who, number) {
  return done((await store(who, "readwrite")).delete(number));
}
