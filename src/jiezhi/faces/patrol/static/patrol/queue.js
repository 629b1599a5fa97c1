// Shows what waits, is being sent, was sent or was not taken; and only the person throws something away.

import { dropEntry, entries, keepEntry } from "./store.js";

const TONES = { waiting: "warn", sending: "info", sent: "ok", refused: "bad" };

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined && value !== false) node.setAttribute(name, value);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
export const clock = (at) => new Date(at).toLocaleString(document.documentElement.lang, { month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hour12: false });

function button(words, act, kind = "quiet") {
  const node = make("button", { type: "button", class: `button button-${kind}` }, words);
  node.addEventListener("click", () => act(node));
  return node;
}

function throwAway(entry, { words, redraw }) {
  return button(words.throw_away, async (node) => {
    if (node.dataset.isSure !== "yes") {
      node.dataset.isSure = "yes";
      node.textContent = words.really_throw_away;
      return;
    }
    await dropEntry(entry.key);
    redraw();
  }, "danger");
}

const mendAddress = (entry) => `${entry.page || entry.address}#mend=${entry.key}`;

function deedsOf(entry, context) {
  const { words, redraw, sendNow } = context;
  if (entry.isUnreadable) return [throwAway(entry, context)];
  if (entry.state === "sent") return [button(words.remove, async () => { await dropEntry(entry.key); redraw(); })];
  if (entry.state === "refused") {
    const again = button(words.send_again, async () => { await keepEntry({ ...entry, state: "waiting", problem: null }); sendNow(); });
    const isVain = entry.problem?.isUsed || entry.problem?.isBroken;
    return [make("a", { class: "button button-primary", href: mendAddress(entry) }, words.mend), ...(isVain ? [] : [again]), throwAway(entry, context)];
  }
  if (entry.state === "waiting") return [make("a", { class: "button button-quiet", href: mendAddress(entry) }, words.mend), throwAway(entry, context)];
  return [];
}

function numberOf(entry) {
  const number = entry.answer?.number;
  if (!number) return null;
  return entry.answer.url ? make("a", { class: "queue-number", href: entry.answer.url }, number) : make("span", { class: "queue-number" }, number);
}

function problemOf({ state, problem }, words) {
  if (state !== "refused" || !problem) return null;
  const told = problem.isBroken ? words.picture_broken : problem.status === 413 ? words.too_large : fill(words.no_answer, { status: problem.status ?? "" });
  return make("p", { class: "queue-problem" }, problem.words || told);
}

function line(entry, context) {
  const { words } = context;
  const pictures = entry.pictures?.length ? ` ${fill(words.pictures, { n: entry.pictures.length })}` : "";
  return make(
    "li", { class: `queue-entry queue-${entry.state}`, "data-state": entry.state, "data-key": entry.key },
    make("p", { class: "queue-head" }, make("strong", {}, words[entry.kind] ?? "", entry.title ? `：${entry.title}` : ""), make("span", { class: `tag tag-${TONES[entry.state]}` }, words[entry.state])),
    make("p", { class: "second" }, fill(words.seen_at, { time: clock(entry.at) }), pictures),
    entry.isUnreadable ? make("p", { class: "queue-problem" }, words.unsealed) : null,
    numberOf(entry),
    entry.answer?.code ? make("p", { class: "visit-code" }, fill(words.code, { code: entry.answer.code })) : null,
    entry.earlier ? make("p", { class: "second" }, fill(words.sent_before, { number: entry.earlier })) : null,
    problemOf(entry, words),
    make("div", { class: "queue-deeds" }, ...deedsOf(entry, context)),
  );
}

// Draws the badge on every page, and the list where it is asked for.
export async function drawQueue({ box, badge, isListed, words, redraw, sendNow }) {
  const own = await entries();
  const open = own.filter((entry) => entry.state !== "sent");
  if (badge) {
    badge.hidden = false;
    const refused = open.filter((entry) => entry.state === "refused").length;
    const told = [
      navigator.onLine ? words.online : words.offline,
      open.length > refused ? fill(words.waiting_count, { n: open.length - refused }) : "",
      refused ? fill(words.refused_count, { n: refused }) : "",
    ];
    badge.textContent = told.filter(Boolean).join(" · ");
    badge.dataset.waiting = String(open.length);
  }
  if (!box) return open.length;
  // Beside a form that is being filled the number above is enough.
  box.hidden = !isListed && (!own.length || Boolean(document.querySelector("form[data-deed]:not([hidden])")));
  if (box.hidden) return box.replaceChildren(), open.length;
  const context = { words, redraw, sendNow };
  const list = own.length ? make("ul", { class: "queue-list" }, ...own.reverse().map((entry) => line(entry, context))) : make("p", { class: "second" }, words.nothing_waits);
  box.replaceChildren(list);
  return open.length;
}
