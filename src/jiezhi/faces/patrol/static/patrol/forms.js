// Takes a form into the queue instead of sending it: the same with and without a connection.

import { watchNeeds } from "./needs.js";
import { fill, make } from "./queue.js";
import { askKnown, takeInHand } from "./sending.js";
import { dropEntry, entryOf, keepEntry, keepPlace, lastPlace, pictureOf } from "./store.js";
import { shrink } from "./photo.js";

const FULL = ["QuotaExceededError", "UnknownError"];
const SLOW_MS = 1000;

// What is one of the day's tasks: it is mended on the page on which it was written, and leads back to the list.
export const isOfTasks = (kind) => ["finding", "joint"].includes(kind);
const shown = (form, name) => form.elements[name];
const labelOf = (select) => select?.selectedOptions?.[0]?.value ? select.selectedOptions[0].textContent.trim() : "";

function titleOf(form, kind) {
  if (isOfTasks(kind)) return form.dataset.title ?? "";
  const tile = form.querySelector("[name=matter]:checked")?.parentElement.textContent.trim() ?? "";
  const matter = labelOf(shown(form, "other_matter")) || tile;
  return [matter, labelOf(shown(form, "estate"))].filter(Boolean).join(" ");
}

function fieldsOf(form, submitter) {
  const given = new FormData(form, submitter);
  const ours = ["csrfmiddlewaretoken", "key", "picture_keys", "seen_at", "photo"];
  return [...given.entries()].filter(([name, value]) => !ours.includes(name) && !(value instanceof File));
}

// Tasks that are no more to be listed until the day is packed anew: those that something came of, and of an earlier
// version those that this page asks of no more, for they were done. What is left for another time stays on the list.
function tasksOf(form, before) {
  const given = new FormData(form);
  const asked = given.getAll("task");
  const isSettled = (key) => !["", "later"].includes(given.get(`outcome_${key}`) ?? "");
  return [...new Set([...(before?.tasks ?? []).filter((key) => !asked.includes(key)), ...asked.filter(isSettled)])];
}

// Pictures of the form at hand: {key, blob, isSent}.
function watchPictures(form, words) {
  const box = form.querySelector("[data-photos]");
  const pictures = [];
  if (!box) return pictures;
  const input = box.querySelector("input[type=file]");
  const list = box.querySelector("[data-photo-list]");
  const most = Number(box.dataset.most);
  pictures.draw = () => {
    list.hidden = !pictures.length;
    list.replaceChildren(...pictures.map((picture, place) => {
      const image = make("img", { alt: "", src: URL.createObjectURL(picture.blob) });
      image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
      const away = make("button", { type: "button", class: "button button-quiet" }, words.throw_away);
      away.addEventListener("click", () => { pictures.splice(place, 1); pictures.draw(); });
      return make("li", {}, image, away);
    }));
    box.querySelector(".field-file").hidden = pictures.length >= most;
  };
  input.addEventListener("change", async () => {
    for (const file of [...input.files].slice(0, most - pictures.length)) {
      try {
        pictures.push({ key: crypto.randomUUID(), blob: await shrink(file), isSent: false });
      } catch {
        form.dispatchEvent(new CustomEvent("patrol:said", { bubbles: true, detail: words.picture_unread }));
      }
    }
    input.value = "";
    pictures.draw();
  });
  return pictures;
}

// One question for the place, on the press of the button; the answer goes into this form and nowhere else.
function offerPlace(form, words, estates) {
  const button = form.querySelector("[data-take-place]");
  if (!button) return;
  const said = form.querySelector("[data-place-said]");
  if (!navigator.geolocation) return void button.closest("p").remove();
  button.addEventListener("click", () => {
    said.textContent = words.place_asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        shown(form, "lon").value = coords.longitude.toFixed(6);
        shown(form, "lat").value = coords.latitude.toFixed(6);
        said.textContent = fill(words.place_taken, { m: Math.round(coords.accuracy) });
        const near = nearest(coords, estates());
        if (near) shown(form, "estate").value = near.id;
      },
      () => { said.textContent = words.place_refused; },
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 0 },
    );
  });
}

function nearest({ longitude, latitude }, estates) {
  const narrow = Math.cos((latitude * Math.PI) / 180);
  const far = (estate) => ((estate.lon - longitude) * narrow) ** 2 + (estate.lat - latitude) ** 2;
  return estates.reduce((best, estate) => (!best || far(estate) < far(best) ? estate : best), null);
}

// Gives whether all of it could be put back: a picture that cannot be opened is told, and left where it lies.
async function putBack(form, entry, pictures) {
  for (const [name, value] of entry.fields) {
    for (const box of form.querySelectorAll(`[name="${name}"]`)) {
      if (["radio", "checkbox"].includes(box.type)) box.checked = box.value === value || (box.type === "checkbox" && value === "on");
      else if (!name.startsWith("version") && !["stamp", "task"].includes(name) && box.tagName !== "BUTTON") box.value = value;
    }
  }
  const blobs = await Promise.all(entry.pictures.map(({ key }) => pictureOf(key).catch(() => null)));
  entry.pictures.forEach((picture, place) => blobs[place] && pictures.push({ ...picture, blob: blobs[place] }));
  pictures.draw?.();
  return blobs.every(Boolean);
}

// Takes an entry out of the queue's hand for as long as the form is open, and puts its words back under the pen.
async function beginMending(form, pictures, { words, said }) {
  const key = new URLSearchParams(location.hash.slice(1)).get("mend");
  if (!key) return { before: null, letGo: () => undefined };
  const wait = setTimeout(() => said(words.in_other_hand), SLOW_MS);
  const letGo = await takeInHand(key);
  clearTimeout(wait);
  const before = await entryOf(key);
  if (before?.state === "sent") said(fill(words.sent_before, { number: before.answer?.number ?? "" }));
  if (!before || before.isUnreadable || before.state === "sent") return { before: null, letGo };
  if (!(await putBack(form, before, pictures))) said(words.picture_broken);
  return { before, letGo };
}

// The number under which an earlier version was taken: what is written now cannot go under its key any more.
async function earlierNumber(before) {
  const now = before && (await entryOf(before.key));
  if (now?.state === "sent") return now.answer?.number || "-";
  return now?.problem?.isUsed ? now.problem.number || "-" : "";
}

async function keepWords(form, submitter, pictures, before) {
  const kind = form.dataset.deed;
  const earlier = await earlierNumber(before);
  if (earlier) pictures.forEach((picture) => Object.assign(picture, { key: crypto.randomUUID(), isSent: false }));
  const key = before && !earlier ? before.key : crypto.randomUUID();
  await keepEntry({
    key, state: "waiting", at: before?.at ?? Date.now(), kind, earlier: earlier || (before?.earlier ?? ""),
    address: kind === "finding" ? location.pathname : form.getAttribute("action"),
    page: kind === "joint" ? location.pathname + location.search : "",
    tasks: tasksOf(form, before),
    title: titleOf(form, kind), fields: fieldsOf(form, submitter),
    pictures: pictures.map(({ key: name, isSent }) => ({ key: name, isSent })), problem: null, answer: null,
  }, pictures.filter((picture) => !picture.isSent));
  // Its words live on under the new key, and under the old one nothing of it can be taken.
  if (earlier && (await entryOf(before.key))?.state === "refused") await dropEntry(before.key);
}

// Shows what is open there already, under the pen of whoever is about to send; gives whether there is anything.
async function showKnown(form, { words, addresses }, submitter) {
  const panel = form.querySelector("[data-known]");
  if (!panel || submitter?.name === "joins") return false;
  const found = await askKnown(addresses, fieldsOf(form, submitter));
  panel.hidden = !found.length;
  panel.querySelector("[data-known-list]").replaceChildren(...found.map(({ id, title, brief, more }) => make(
    "li", {}, make("p", {}, make("strong", {}, title), make("br"), brief), make("p", { class: "second" }, more),
    make("button", { type: "submit", class: "button button-primary", name: "joins", value: id }, words.join_this),
  )));
  if (found.length) panel.focus();
  return found.length > 0;
}

export async function takeOverForm(form, context) {
  const { words, kept, said, estates, isOthers } = context;
  const pictures = watchPictures(form, words);
  offerPlace(form, words, estates);
  const place = shown(form, "estate");
  if (place && !place.value) place.value = (await lastPlace()) ?? "";
  if (place && place.selectedIndex < 0) place.value = "";
  const { before, letGo } = await beginMending(form, pictures, context);
  const isWhole = watchNeeds(form, context);
  let isKeeping = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isKeeping || !isWhole(event.submitter)) return;
    isKeeping = true;
    try {
      // Whoever signed in beside this page may hold the telephone now: nothing of theirs goes in this page's name.
      if (await isOthers()) return void said(words.other_account, "bad");
      // What is mended was sent, or went its way, before: the dispatcher is told what it may be the same as.
      if (!before && (await showKnown(form, context, event.submitter))) return;
      await keepWords(form, event.submitter, pictures, before);
    } catch (error) {
      const why = error.name === "InvalidStateError" ? words.signed_out : words.cannot_keep;
      return void said(FULL.includes(error.name) ? words.full : why, "bad");
    } finally {
      isKeeping = false;
    }
    if (place?.value) await keepPlace(place.value).catch(() => undefined);
    letGo();
    kept(form, words.kept_here);
  });
  form.dataset.isTaken = "yes";
}
