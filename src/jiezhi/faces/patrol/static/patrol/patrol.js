// Begins every page of patrol. Without this script each page still works, with a connection.

import { isOfTasks, takeOverForm } from "./forms.js";
import { drawQueue, fill, make } from "./queue.js";
import { fillFollowed, isMending, leadJointVisits, showScreen } from "./screens.js";
import { fetchPack, send, takeOver } from "./sending.js";
import { account, beginAs, canKeep, dropOld, entries, isOthers, isWithin, keepPack, letGo, onChange, packOfDay } from "./store.js";

const field = document.getElementById("field");
const { words, addresses, needs } = JSON.parse(document.getElementById("field-said").textContent);
const notice = document.getElementById("field-notice");
const box = document.getElementById("field-queue");
const badge = document.querySelector("[data-queue-badge]");
const isShell = "isShell" in field.dataset;
const isListed = location.pathname === addresses.queue;
const AGAIN_MS = 30_000;
const PACK_MS = 10 * 60 * 1000;
const FRESH_MS = 3000;
let pack = null;
let isStrange = false;

function said(text, tone = "warn", ...more) {
  notice.replaceChildren(make("p", { class: `notice notice-${tone}` }, text, ...more));
}

const redraw = () => drawQueue({ box, badge, isListed, words, redraw, sendNow });
const signIn = () => make("a", { class: "button button-quiet", href: `${addresses.sign_in}?next=${encodeURIComponent(addresses.queue)}` }, words.sign_in);

const isWriting = () => Boolean(document.querySelector("form[data-deed]:not([hidden])"));

// Nobody is signed in: what is being written can still be kept by the key in memory, and nothing else is read by it.
function saySignedOut() {
  said(words.signed_out, "warn", " ", signIn());
  if (isWriting()) return undefined;
  letGo();
  return redraw();
}

function sayOther() {
  isStrange = true;
  said(words.other_account);
}

let again;
async function sendNow() {
  clearTimeout(again);
  const outcome = await send(addresses, redraw).catch(() => "later");
  const open = await redraw();
  if (outcome === "signed_out") await saySignedOut();
  else if (outcome === "other_account") sayOther();
  else if (outcome === "later") {
    if (open && navigator.onLine) said(words.try_later);
    again = setTimeout(sendNow, AGAIN_MS);
  } else if (outcome === "done") notice.replaceChildren();
  field.dataset.lastOutcome = outcome;
}

function kept(form, text) {
  form.hidden = true;
  document.querySelector(".patrol-bottom")?.replaceChildren(make("a", { class: "button button-primary", href: isOfTasks(form.dataset.deed) ? addresses.today : form.getAttribute("action") }, isOfTasks(form.dataset.deed) ? words.next_task : words.next_one));
  history.replaceState(null, "", location.pathname + location.search);
  said(text, "ok");
  redraw().then(sendNow);
}

async function refreshPack(token) {
  const known = await packOfDay();
  // Each fetch reads the doors of visits, and each look is on record: no oftener than somebody may be looking.
  if (known && !known.isOld && isWithin(known.at, PACK_MS)) return;
  const fresh = token && (await fetchPack(addresses, token));
  if (fresh) await keepPack(fresh);
}

async function newPack(token) {
  const fresh = token && (await fetchPack(addresses, token));
  if (fresh) await keepPack(fresh);
  return packOfDay();
}

async function registerWorker() {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", ({ data }) => data === "send" && sendNow());
  const registration = await navigator.serviceWorker.register(addresses.worker, { scope: addresses.today }).catch(() => null);
  navigator.serviceWorker.ready.then(({ sync }) => sync?.register("send").catch(() => undefined));
  field.dataset.worker = registration ? "yes" : "no";
}

function offerInstall() {
  const place = document.querySelector("[data-install]");
  if (!place || localStorage.getItem("patrol_install") === "never") return;
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    place.hidden = false;
    place.querySelector("[data-install-now]").onclick = () => { event.prompt(); place.hidden = true; };
    place.querySelector("[data-install-never]").onclick = () => { localStorage.setItem("patrol_install", "never"); place.hidden = true; };
  });
}

function askBeforeLeaving() {
  document.querySelector("[data-leaves]")?.addEventListener("submit", (event) => {
    const open = Number(badge?.dataset.waiting ?? 0);
    if (open && !confirm(fill(words.leave_waiting, { n: open }))) event.preventDefault();
  });
}

// Gives the token where there is a connection; null where there is none, false where this page must not go on.
async function settleWho() {
  const here = await takeOver(addresses, isShell ? account() : field.dataset.account);
  if (here.state === "ok") return here.told.token;
  if (here.state === "signed_out") return saySignedOut(), false;
  if (here.state === "other_account") return sayOther(), false;
  return null;
}

// Whoever wrote here may have signed in again since somebody else was: asked for anew, so that their words can go.
async function isOthersNow() {
  if (isStrange) {
    isStrange = false;
    if ((await settleWho()) === null) isStrange = true;
  }
  return isStrange || isOthers();
}

// A press before the script has taken the form waits for it: half sent is lost where the line breaks.
let pressed = null;
let isLeftToBrowser = false;
let sayWhy = () => undefined;
document.addEventListener("submit", (event) => {
  if (isLeftToBrowser || !event.target.matches("form[data-deed]:not([data-is-taken])")) return;
  event.preventDefault();
  pressed = event.submitter;
  sayWhy();
}, true);

function leaveToBrowser() {
  isLeftToBrowser = true;
  if (pressed) pressed.form.requestSubmit(pressed);
}

// Where the key cannot be had, a form with a connection goes as it would without a script, and one without it stays
// as it is; as soon as the key can be had, the form is taken.
function waitForKey() {
  sayWhy = () => said(words.not_ready);
  sayWhy();
  if (navigator.onLine) leaveToBrowser();
  const retry = () => {
    clearTimeout(timer);
    removeEventListener("online", retry);
    start();
  };
  const timer = setTimeout(retry, AGAIN_MS);
  addEventListener("online", retry);
  addEventListener("offline", () => { isLeftToBrowser = false; });
}

async function takeForm() {
  const form = document.querySelector("form[data-deed]");
  if (!form) return;
  await takeOverForm(form, {
    words, addresses, needs, kept, said, day: () => pack, estates: () => pack?.estates ?? [], isOthers: isOthersNow,
  });
  fillFollowed(form, pack);
  isLeftToBrowser = false;
  if (pressed) form.requestSubmit(pressed);
}

function listen() {
  document.addEventListener("click", (event) => event.target.closest("[data-send-all]") && sendNow());
  addEventListener("online", sendNow);
  addEventListener("offline", redraw);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendNow());
  // The way to mend an entry may lead to the page that is open already.
  addEventListener("hashchange", () => location.hash && location.reload());
  onChange(redraw);
}

async function showShell() {
  const findings = (await entries()).filter((entry) => entry.kind === "finding");
  const joint = (await entries()).flatMap((entry) => entry.tasks ?? []).map((key) => key.split(":")[1]);
  const done = new Set([...findings.map((entry) => entry.address?.match(/checks\/([0-9a-f-]{36})/)?.[1]), ...joint]);
  showScreen({ pack, words, addresses, said, done });
}

async function begin() {
  registerWorker();
  if (!isShell && !field.dataset.account) return leaveToBrowser();
  // Known here: nobody waits for a slow line before they can write. Otherwise the key must come first.
  const isOwn = await beginAs(isShell ? null : field.dataset.account);
  if (isShell && !isOwn) return said(words.first_online);
  const asked = settleWho();
  if (!isOwn && (await asked) === null) return waitForKey();
  if (!isOwn && !(await asked)) return void (sayWhy = () => (isStrange ? sayOther() : saySignedOut()));
  await dropOld();
  pack = await packOfDay();
  // What was refused is mended as it is now: what others did to its order meanwhile is the reason more often than not.
  // Nobody waits long for that on a slow line: then it is mended as the telephone knows it.
  const fresh = isShell && isMending() && navigator.onLine ? asked.then(newPack) : null;
  if (fresh) pack = await Promise.race([fresh, new Promise((done) => setTimeout(done, FRESH_MS, pack))]);
  if (isShell) await showShell();
  await takeForm();
  listen();
  await redraw();
  field.dataset.isReady = "yes";
  const token = await asked;
  if (token === false) return undefined;
  // Each fetch reads doors: one that is under way is not joined by a second.
  await fresh;
  await refreshPack(token);
  pack = await packOfDay();
  if (pack) leadJointVisits(addresses);
  field.dataset.hasDay = "yes";
  return sendNow();
}

function start() {
  return begin().catch(() => { said(words.cannot_keep); leaveToBrowser(); }).finally(() => { field.dataset.isReady = "yes"; });
}

offerInstall();
askBeforeLeaving();
if (canKeep()) {
  start();
} else {
  leaveToBrowser();
  field.dataset.isReady = "yes";
}
