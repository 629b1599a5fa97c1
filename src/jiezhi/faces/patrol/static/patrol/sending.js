// Sends what waits, one by one, the oldest first. Of several pages one sends at a time; and should two send the same
// all the same, the server counts its key once. Nothing leaves the queue but by an answer that says it was taken. What
// is answered otherwise, or cannot be read here, holds up nothing behind it.

import { account, becomes, dropPictures, entries, entryOf, forget, keepEntry, pictureOf } from "./store.js";

const LOCK = "jiezhi-patrol-send";
const PATIENCE_MS = 60_000;
const KNOWN_MS = 3000;
const WAITS = ["waiting", "sending"];
const FINAL = [400, 404, 409, 410, 415, 422];
// Nobody is at fault for these, and they pass by themselves.
const AWAY = [429, 502, 503, 504];
// So many answers that are no answer of ours, and a person is to look at the entry.
const MOST_TRIES = 5;
const STOPS = ["signed_out", "other_account", "later"];
// What broke off the line goes last the next time: a gateway may hang up on what is too large for it.
const broke = new Set();

async function ask(address, options = {}) {
  try {
    const answer = await fetch(address, {
      credentials: "same-origin", cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS),
      ...options, headers: { Accept: "application/json", ...options.headers },
    });
    if (answer.type === "opaqueredirect" || answer.status === 401) return { state: "signed_out" };
    // A page of some other network in between is no answer of ours.
    const isOurs = /^application\/(problem\+)?json/.test(answer.headers.get("Content-Type") ?? "");
    const told = isOurs ? await answer.json().catch(() => null) : null;
    return { state: answer.ok && told ? "ok" : "no", status: answer.status, told: told ?? {}, isOurs: Boolean(told) };
  } catch {
    return { state: "later" };
  }
}

export async function whoIsHere(addresses) {
  const answer = await ask(addresses.who);
  if (answer.state === "signed_out") await forget();
  return answer;
}

export async function fetchPack(addresses, token) {
  const answer = await ask(addresses.pack, { method: "POST", headers: { "X-CSRFToken": token } });
  return answer.state === "ok" ? answer.told : null;
}

async function post(address, fields, token) {
  const body = new FormData();
  body.append("account", account() ?? "");
  for (const [name, value] of fields) value instanceof Blob ? body.append(name, value, "picture.jpg") : body.append(name, value);
  return ask(address, { method: "POST", body, headers: { "X-CSRFToken": token } });
}

// Gives what is open already of what is about to be sent; nothing without a connection, or when the answer is slow: then
// it goes as it is, and the dispatcher is told.
export async function askKnown(addresses, fields) {
  if (!navigator.onLine) return [];
  const asked = async () => {
    const here = await ask(addresses.who);
    if (here.state !== "ok" || here.told.account !== account()) return [];
    const answer = await post(addresses.known, fields, here.told.token);
    return answer.state === "ok" ? (answer.told.known ?? []) : [];
  };
  return Promise.race([asked().catch(() => []), new Promise((done) => setTimeout(done, KNOWN_MS, []))]);
}

// Gives what became of an entry: "taken"; "refused", "forbidden" or "broken", which a person is to look at; "away" or
// "odd", after which it is tried again; or one of STOPS.
function outcomeOf({ state, status, told, isOurs }) {
  if (state === "ok") return "taken";
  if (state !== "no") return state;
  if (isSaid({ told }, "other_account")) return "other_account";
  if (status === 403) return "forbidden";
  // A gateway in between says in a page of its own that something is too large.
  if (status === 413 || (isOurs && FINAL.includes(status))) return "refused";
  return AWAY.includes(status) ? "away" : "odd";
}

const isSaid = ({ told }, code) => Boolean(told?.type?.endsWith(`:${code}`));

async function sendPictures(entry, line) {
  for (const picture of entry.pictures.filter((each) => !each.isSent)) {
    const blob = await pictureOf(picture.key).catch(() => null);
    if (!blob) return { state: "broken" };
    const answer = await post(line.addresses.picture, [["key", picture.key], ["photo", blob]], line.token);
    if (outcomeOf(answer) !== "taken") return answer;
    picture.isSent = true;
    await keepEntry({ ...entry, state: "sending" });
  }
  return null;
}

async function sendOne(entry, line) {
  const stopped = await sendPictures(entry, line);
  if (stopped) return stopped;
  const keys = entry.pictures.map((picture) => picture.key).join(" ");
  const extra = [["key", entry.key], ["picture_keys", keys], ["seen_at", new Date(entry.at).toISOString()]];
  return post(entry.address, [...entry.fields, ...extra], line.token);
}

// Asks who is signed in, and gives why nothing can be sent now; null where it can.
async function enter(line) {
  const here = await whoIsHere(line.addresses);
  if (here.state !== "ok") return here.state === "no" ? (here.status === 403 ? "forbidden" : "later") : here.state;
  if (here.told.account !== account()) return "other_account";
  line.token = here.told.token;
  return null;
}

async function deliver(entry, line) {
  const answer = await sendOne(entry, line);
  if (outcomeOf(answer) !== "forbidden") return answer;
  // The token may have gone with an older session: asked for once more, and only then a no is a no.
  const stopped = await enter(line);
  if (stopped) return { state: stopped === "forbidden" ? "later" : stopped };
  return sendOne(entry, line);
}

// What was done of a joint visit needs its words no more; what was not keeps them, to be mended.
function withoutDone(entry, answer) {
  const done = (answer.told?.done ?? "").split(" ").filter(Boolean);
  if (!done.length) return entry;
  const isDone = ([name, value]) => (name === "task" ? done.includes(value) : done.some((key) => name.endsWith(`_${key}`)));
  const [path, query] = entry.page.split("?");
  const left = new URLSearchParams(new URLSearchParams(query).getAll("task").filter((key) => !done.includes(key)).map((key) => ["task", key]));
  return { ...entry, page: `${path}?${left}`, fields: entry.fields.filter((one) => !isDone(one)) };
}

async function settle(entry, answer) {
  const outcome = outcomeOf(answer);
  const tries = (entry.tries ?? 0) + (outcome === "odd" ? 1 : 0);
  if (outcome === "taken") {
    await keepEntry({ ...entry, state: "sent", doneAt: Date.now(), problem: null, fields: [], answer: answer.told });
    await dropPictures(entry.key);
  } else if (["refused", "forbidden", "broken"].includes(outcome) || tries >= MOST_TRIES) {
    // Pictures that the server has swept meanwhile are still here: they go again when the person sends again.
    const pictures = isSaid(answer, "picture_gone") ? entry.pictures.map((each) => ({ ...each, isSent: false })) : entry.pictures;
    const problem = { words: answer.told?.title ?? "", status: answer.status, isBroken: outcome === "broken", isUsed: isSaid(answer, "key_used"), number: answer.told?.number ?? "" };
    await keepEntry({ ...withoutDone(entry, answer), pictures, state: "refused", problem, tries: 0 });
  } else {
    await keepEntry({ ...entry, state: "waiting", tries });
  }
  return outcome;
}

// Another page may have sent it, or somebody have mended it, between the look at the queue and this.
async function sendEntry(key, line, told) {
  const entry = await entryOf(key);
  if (!entry || entry.isUnreadable || !WAITS.includes(entry.state)) return "gone";
  await keepEntry({ ...entry, state: "sending" });
  told();
  const outcome = await settle(entry, await deliver(entry, line));
  if (outcome === "later") broke.add(key);
  else broke.delete(key);
  told();
  return outcome;
}

async function sendAll(addresses, told) {
  const waits = async () => (await entries()).filter((entry) => WAITS.includes(entry.state) && !entry.isUnreadable);
  if (!(await waits()).length) return "nothing";
  const line = { addresses, token: "" };
  const stopped = await enter(line);
  if (stopped) return stopped;
  const tried = new Set();
  let isLeft = false;
  for (;;) {
    const left = (await waits()).filter(({ key }) => !tried.has(key));
    const next = left.find(({ key }) => !broke.has(key)) ?? left[0];
    if (!next) return isLeft ? "later" : "done";
    tried.add(next.key);
    // What is wrong with one on this telephone is no reason to leave the others lying.
    const outcome = await unlessHeld(next.key, () => sendEntry(next.key, line, told).catch(() => "failed"));
    if (STOPS.includes(outcome)) return outcome;
    isLeft ||= ["away", "odd", "failed"].includes(outcome);
  }
}

// An entry is in one hand at a time: sent from here, or mended on some page, which lets go of it however it ends.
const hold = (key) => `jiezhi-patrol-entry-${key}`;
const unlessHeld = (key, work) => (navigator.locks ? navigator.locks.request(hold(key), { ifAvailable: true }, (held) => (held ? work() : "held")) : work());

// Resolves, once nobody else has the entry, with what lets go of it.
export function takeInHand(key) {
  if (!navigator.locks) return Promise.resolve(() => undefined);
  return new Promise((resolve, reject) => {
    navigator.locks.request(hold(key), () => new Promise((letGo) => { resolve(letGo); })).catch(reject);
  });
}

export function send(addresses, told) {
  const run = () => sendAll(addresses, told);
  return navigator.locks ? navigator.locks.request(LOCK, run) : run();
}

export async function takeOver(addresses, expected) {
  const here = await whoIsHere(addresses);
  if (here.state !== "ok") return here;
  if (expected && here.told.account !== expected) return { state: "other_account" };
  await becomes(here.told.account, here.told.seal);
  return here;
}
