// What a telephone keeps. Two databases, since they end differently: `jiezhi_open` holds the key and the day's tasks and
// goes whenever nobody is signed in; `jiezhi_queue` holds what was written, locked, and goes only when it was taken or
// its writer throws it away. Without the key nobody reads the second one, and the server gives it to its account alone.

const OPEN = "jiezhi_open";
const QUEUE = "jiezhi_queue";
const DAY_MS = 24 * 60 * 60 * 1000;
const connections = new Map();
const changes = "BroadcastChannel" in globalThis ? new BroadcastChannel("jiezhi_patrol") : null;

function connect(name) {
  if (connections.has(name)) return connections.get(name);
  const opening = new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => {
      if (name === OPEN) return void asked.result.createObjectStore("things");
      asked.result.createObjectStore("entries", { keyPath: "key" }).createIndex("account", "account");
      asked.result.createObjectStore("pictures", { keyPath: "key" }).createIndex("entry", "entry");
    };
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      // Another page, or the sign-in, wants it gone or newer: it does not have to wait for this one.
      asked.result.onversionchange = () => { asked.result.close(); connections.delete(name); };
      asked.result.onclose = () => connections.delete(name);
      resolve(asked.result);
    };
  });
  connections.set(name, opening);
  opening.catch(() => connections.delete(name));
  return opening;
}

const done = (asked) => new Promise((resolve, reject) => {
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

// Resolves when it is on the disk, and not when it was asked for.
async function change(name, stores, work) {
  const database = await connect(name);
  await new Promise((resolve, reject) => {
    const step = database.transaction(stores, "readwrite", { durability: "strict" });
    step.oncomplete = resolve;
    step.onabort = () => reject(step.error ?? new DOMException("", "AbortError"));
    work(...stores.map((store) => step.objectStore(store)));
  });
}

async function read(name, store, work) {
  const database = await connect(name);
  return done(work(database.transaction(store).objectStore(store)));
}

export const canKeep = () => Boolean(globalThis.indexedDB && globalThis.crypto?.subtle);
export const onChange = (listener) => changes?.addEventListener("message", listener);
export const tellOthers = () => changes?.postMessage("changed");

// Who

// Whose page this is: it locks and reads by this key alone, whoever signs in beside it. It lies in memory, so that what
// is being written can still be kept when the sign-in ends meanwhile; a page on which nothing is written lets it go.
let owner = null;

const current = () => read(OPEN, "things", (things) => things.get("now"));

export const account = () => owner?.account ?? null;
export const letGo = () => { owner = null; };

// Makes this the page of whoever is known here; where it was made for one account, of that one alone.
export async function beginAs(expected) {
  const now = await current();
  if (now && (!expected || now.account === expected)) owner = now;
  return Boolean(owner);
}

// Whether somebody else signed in on this telephone since the page was opened.
export async function isOthers() {
  const now = await current();
  return Boolean(owner && now && now.account !== owner.account);
}

export async function becomes(account, seal) {
  const bytes = Uint8Array.from(atob(seal), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  const before = await current();
  await change(OPEN, ["things"], (things) => {
    if (before?.account !== account) things.clear();
    things.put({ account, key }, "now");
  });
  if (!owner || owner.account === account) owner = { account, key };
}

export async function forget() {
  const database = await connect(OPEN);
  database.close();
  connections.delete(OPEN);
  await done(indexedDB.deleteDatabase(OPEN));
}

// Locks: each record under its own key of the queue, so that none can be put in the place of another.

async function lock(name, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = new TextEncoder().encode(`${owner.account} ${name}`);
  return { iv, locked: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, owner.key, bytes) };
}

function unlock(name, { iv, locked }) {
  const additionalData = new TextEncoder().encode(`${owner.account} ${name}`);
  return crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, owner.key, locked);
}

const lockWords = (name, value) => lock(name, new TextEncoder().encode(JSON.stringify(value)));
const unlockWords = async (name, sealed) => JSON.parse(new TextDecoder().decode(await unlock(name, sealed)));

// The day

export async function keepPack(pack) {
  if (owner?.account !== pack.account || (await current())?.account !== pack.account) return;
  const sealed = await lockWords("pack", pack);
  await change(OPEN, ["things"], (things) => things.put({ at: Date.now(), sealed }, "pack"));
}

// Whether less than a time has passed. A clock that was put back makes everything old: nothing is kept for years by it.
export function isWithin(at, limit) {
  const age = Date.now() - at;
  return age >= 0 && age < limit;
}

// Gives the day's pack; one that is older than a day is deleted, apart from what reporting needs.
export async function packOfDay() {
  const row = owner && (await read(OPEN, "things", (things) => things.get("pack")));
  if (!row) return null;
  const pack = await unlockWords("pack", row.sealed).catch(() => null);
  if (!pack || isWithin(row.at, DAY_MS)) return pack && { ...pack, at: row.at };
  const { account: whose, screens, tiles, others, estates } = pack;
  const rest = { account: whose, screens, tiles, others, estates, checks: [], visits: [], isOld: true };
  const sealed = await lockWords("pack", rest);
  await change(OPEN, ["things"], (things) => things.put({ at: row.at, sealed }, "pack"));
  return { ...rest, at: row.at };
}

// Where the last report was: the next one is likely to be there too.
export async function keepPlace(estate) {
  if (owner && (await current())?.account === owner.account) await change(OPEN, ["things"], (things) => things.put(estate, "place"));
}
export const lastPlace = () => read(OPEN, "things", (things) => things.get("place"));

// The queue

// Keeps an entry with its pictures, all or nothing. `pictures` holds those that are new: {key, blob}.
export async function keepEntry(entry, pictures = []) {
  if (!owner) throw new DOMException("nobody is signed in", "InvalidStateError");
  const { key, state, at, doneAt = null, ...rest } = entry;
  const row = { key, account: owner.account, state, at, doneAt, sealed: await lockWords(key, rest) };
  const locked = await Promise.all(pictures.map(async ({ key: name, blob }) => ({
    key: name, entry: key, account: owner.account, type: blob.type, sealed: await lock(name, await blob.arrayBuffer()),
  })));
  await change(QUEUE, ["entries", "pictures"], (entries, images) => {
    entries.put(row);
    locked.forEach((image) => images.put(image));
  });
  navigator.storage?.persist?.();
  tellOthers();
}

async function opened({ key, state, at, doneAt, sealed }) {
  try {
    return { ...(await unlockWords(key, sealed)), key, state, at, doneAt };
  } catch {
    return { key, state, at, doneAt, isUnreadable: true };
  }
}

// Gives what the account of this page wrote, the oldest first; what others wrote is not even looked at.
export async function entries() {
  if (!owner) return [];
  const rows = await read(QUEUE, "entries", (store) => store.index("account").getAll(owner.account));
  const own = await Promise.all(rows.map(opened));
  return own.sort((one, other) => one.at - other.at);
}

export async function entryOf(key) {
  const row = owner && (await read(QUEUE, "entries", (store) => store.get(key)));
  return row && row.account === owner.account ? opened(row) : null;
}

export async function pictureOf(key) {
  const row = owner && (await read(QUEUE, "pictures", (store) => store.get(key)));
  if (!row || row.account !== owner.account) return null;
  return new Blob([await unlock(key, row.sealed)], { type: row.type });
}

export async function dropEntry(key) {
  const pictures = await read(QUEUE, "pictures", (store) => store.index("entry").getAllKeys(key));
  await change(QUEUE, ["entries", "pictures"], (store, images) => {
    store.delete(key);
    pictures.forEach((name) => images.delete(name));
  });
  tellOthers();
}

// What was taken needs its pictures no more, and its number for a day.
export async function dropPictures(key) {
  const pictures = await read(QUEUE, "pictures", (store) => store.index("entry").getAllKeys(key));
  await change(QUEUE, ["pictures"], (images) => pictures.forEach((name) => images.delete(name)));
}

export async function dropOld() {
  for (const entry of await entries()) {
    if (entry.state === "sent" && !isWithin(entry.doneAt, DAY_MS)) await dropEntry(entry.key);
  }
}
