// Sends what waits, one by one, the oldest first. Of several pages one sends at a time; and should two send the same
// all the same, the server counts its key once. Nothing leaves the queue but by an answer that says it was taken.

import { becomes, current, dropPictures, entries, forget, keepEntry, pictureOf } from "./store.js";

const LOCK = "jiezhi-patrol-send";
const PATIENCE_MS = 60_000;
const FINAL = [400, 404, 409, 410, 413, 415, 422];

async function ask(address, options = {}) {
  try {
    const answer = await fetch(address, {
      credentials: "same-origin", cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS),
      ...options, headers: { Accept: "application/json", ...options.headers },
    });
    if (answer.type === "opaqueredirect" || answer.status === 401) return { state: "signed_out" };
    // A page of some other network in between is no answer of ours.
    const isOurs = /^application\/(problem\+)?json/.test(answer.headers.get("Content-Type") ?? "");
    const told = isOurs ? await answer.json() : {};
    return { state: answer.ok && isOurs ? "ok" : "no", status: answer.status, told, isOurs };
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
  for (const [name, value] of fields) value instanceof Blob ? body.append(name, value, "picture.jpg") : body.append(name, value);
  return ask(address, { method: "POST", body, headers: { "X-CSRFToken": token } });
}

// Gives "taken", "refused", or why to stop for now.
function outcomeOf(answer) {
  if (answer.state === "ok") return "taken";
  if (answer.state !== "no") return answer.state;
  if (answer.status === 403) return "forbidden";
  return FINAL.includes(answer.status) && answer.isOurs ? "refused" : "later";
}

async function sendPictures(entry, addresses, token) {
  for (const picture of entry.pictures.filter((each) => !each.isSent)) {
    const blob = await pictureOf(picture.key);
    const answer = await post(addresses.picture, [["key", picture.key], ["photo", blob ?? new Blob([])]], token);
    if (outcomeOf(answer) !== "taken") return answer;
    picture.isSent = true;
    await keepEntry(entry);
  }
  return null;
}

async function sendOne(entry, addresses, token) {
  const stopped = await sendPictures(entry, addresses, token);
  if (stopped) return stopped;
  const keys = entry.pictures.map((picture) => picture.key).join(" ");
  const extra = [["key", entry.key], ["picture_keys", keys], ["seen_at", new Date(entry.at).toISOString()]];
  return post(entry.address, [...entry.fields, ...extra], token);
}

async function settle(entry, answer) {
  const outcome = outcomeOf(answer);
  if (outcome === "taken") {
    await keepEntry({ ...entry, state: "sent", doneAt: Date.now(), problem: null, fields: [], answer: answer.told });
    await dropPictures(entry.key);
  } else if (outcome === "refused" || outcome === "forbidden") {
    // Pictures that the server has swept meanwhile are still here: they go again when the person sends again.
    const pictures = answer.told.type?.endsWith(":picture_gone") ? entry.pictures.map((each) => ({ ...each, isSent: false })) : entry.pictures;
    await keepEntry({ ...entry, pictures, state: "refused", problem: { words: answer.told.title ?? "", status: answer.status } });
  } else {
    await keepEntry({ ...entry, state: "waiting" });
  }
  return outcome;
}

async function sendAll(addresses, told) {
  const waits = async () => (await entries()).filter((entry) => ["waiting", "sending"].includes(entry.state) && !entry.isUnreadable);
  if (!(await waits()).length) return "nothing";
  let here = await whoIsHere(addresses);
  if (here.state !== "ok") return here.state === "no" && here.status === 403 ? "forbidden" : here.state === "no" ? "later" : here.state;
  if ((await current())?.account !== here.told.account) return "other_account";
  const tried = new Set();
  for (;;) {
    const entry = (await waits()).find((each) => !tried.has(each.key));
    if (!entry) return "done";
    tried.add(entry.key);
    await keepEntry({ ...entry, state: "sending" });
    told();
    let answer = await sendOne(entry, addresses, here.told.token);
    if (outcomeOf(answer) === "forbidden") {
      // The token may have gone with an older session: asked for once more, and only then a no is a no.
      here = await whoIsHere(addresses);
      if (here.state === "ok" && (await current())?.account !== here.told.account) answer = { state: "other_account" };
      else answer = here.state === "ok" ? await sendOne(entry, addresses, here.told.token) : here;
      if (answer === here && here.state === "no") answer = { state: "later" };
    }
    if (answer.state === "signed_out") { await restore(entry); told(); return "signed_out"; }
    const outcome = await settle(entry, answer);
    told();
    if (!["taken", "refused", "forbidden"].includes(outcome)) return outcome;
  }
}

// The key went with the session: the entry stays locked as it is, and counts as waiting wherever it is found.
async function restore(entry) {
  await keepEntry({ ...entry, state: "waiting" }).catch(() => undefined);
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
