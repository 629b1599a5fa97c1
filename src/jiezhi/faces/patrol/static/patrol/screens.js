// Fills the shell: the same screens as the pages, from what the telephone kept for the day.

import { clock, fill, make } from "./queue.js";

function screenOf(path, addresses) {
  if (path === addresses.report) return { name: "report" };
  if (path === addresses.new_visit) return { name: "visit" };
  if (path === addresses.queue) return { name: "queue" };
  if (path === addresses.today || path === addresses.round) return { name: "today" };
  if (path === addresses.joint_visit) return { name: "joint" };
  const check = path.match(/\/checks\/([0-9a-f-]{36})\/$/);
  return check ? { name: "check", id: check[1] } : { name: "" };
}

function fillMatters(root, pack) {
  root.querySelector("[data-tiles]")?.replaceChildren(...pack.tiles.map(({ id, name }) => make(
    "label", { class: "matter-tile" }, make("input", { type: "radio", name: "matter", value: id }), make("span", {}, name),
  )));
  root.querySelector("[data-others]")?.append(...pack.others.map(({ id, name }) => make("option", { value: id }, name)));
}

function fillEstates(root, pack) {
  const select = root.querySelector("[name=estate]");
  if (!select) return;
  const groups = Map.groupBy ? Map.groupBy(pack.estates, (estate) => estate.community) : new Map([["", pack.estates]]);
  for (const [community, estates] of groups) {
    select.append(make("optgroup", { label: community }, ...estates.map(({ id, name }) => make("option", { value: id }, name))));
  }
  // As on the page: a place that nobody chose is none.
  select.value = pack.estates.length === 1 ? pack.estates[0].id : "";
}

function taskLine({ href, place, kind, words, more }) {
  return make("li", {}, make("a", { class: "check-row", href }, make("strong", {}, place), make("span", { class: "second" }, kind), make("span", {}, words), make("span", { class: "second" }, more)));
}

function fillTasks(root, pack, words, addresses, done) {
  const list = root.querySelector("[data-tasks]");
  if (!list) return;
  const due = (at) => (at ? fill(words.due, { time: clock(at) }) : "");
  const checks = pack.checks.filter((check) => !done.has(check.id)).map((check) => taskLine({
    href: `${addresses.today}checks/${check.id}/`, place: check.place, kind: words.check_row, words: `${check.matter}：${check.brief}`, more: due(check.due),
  }));
  const joint = jointVisits(pack).map((visit) => restOf(visit, done)).filter(({ parts }) => parts.length).map((visit) => taskLine({
    href: `${addresses.joint_visit}?${visit.query}`, place: visit.place, kind: words.joint_row, words: visit.tasks.join(words.and), more: visit.left ? fill(words.joint_left, { n: visit.left }) : words.joint_once,
  }));
  const visits = pack.visits.filter((visit) => !done.has(visit.id)).map((visit) => taskLine({
    href: `${addresses.new_visit}#follows=${visit.id}`, place: [visit.place, visit.door].filter(Boolean).join(" "), kind: words.visit_row, words: "", more: fill(words.due, { time: visit.next_on }),
  }));
  list.replaceChildren(...joint, ...checks, ...visits);
  const told = pack.isOld ? words.tasks_old : joint.length + checks.length + visits.length ? fill(words.tasks_from, { time: clock(pack.at) }) : words.no_tasks;
  list.before(make("p", { class: "second" }, told));
}

// A day that was packed by an earlier version knows none that can be opened here.
const jointVisits = (pack) => (pack?.joint_visits ?? []).filter((visit) => visit.parts);

// Gives a joint visit without what is done of it: its titles stand in the order of the keys in its address.
function restOf(visit, done) {
  const keys = new URLSearchParams(visit.query).getAll("task");
  const isOpen = (key) => !done.has(key.split(":")[1]);
  const query = new URLSearchParams(keys.filter(isOpen).map((key) => ["task", key]));
  return { ...visit, query, tasks: visit.tasks.filter((_, place) => isOpen(keys[place])), parts: visit.parts.filter(({ key }) => isOpen(key)) };
}

export const isMending = () => location.hash.startsWith("#mend=");
const templateOf = (kind) => document.querySelector(`template[data-part="${CSS.escape(kind)}"]`);

// Gives what of a joint visit this telephone can write down: what its address names and the day holds. What is mended
// shows its words although the day holds its task no more.
function jointVisitOf(pack, words) {
  const wanted = new URLSearchParams(location.search).getAll("task");
  const known = jointVisits(pack).flatMap((visit) => visit.parts.map((part) => ({ ...part, place: visit.place })));
  const bare = (key) => ({ key, kind: key.split(":")[0], id: key.split(":")[1], title: words.joint_part_gone });
  const parts = wanted.map((key) => known.find((part) => part.key === key) ?? (isMending() ? bare(key) : null)).filter((part) => part && templateOf(part.kind));
  return parts.length ? { place: parts[0].place ?? "", parts, left: wanted.length - parts.length } : null;
}

// A check and a door lie in the day once; a part of a visit shows them from there.
function moreOf(part, pack) {
  const check = pack?.checks.find(({ id }) => part.kind === "check" && id === part.id);
  if (check) return { ...part, text: check.brief, reply: check.reply, version: check.version };
  const due = pack?.visits.find(({ id }) => part.kind === "due" && id === part.id);
  return due ? { ...part, label: [due.place, due.door].filter(Boolean).join(" ") } : part;
}

function partOf(part) {
  const piece = templateOf(part.kind).content.cloneNode(true);
  for (const node of piece.querySelectorAll("[data-told]")) node.textContent = part[node.dataset.told] ?? "";
  for (const node of piece.querySelectorAll("[data-only-with]")) node.hidden = !part[node.dataset.onlyWith];
  for (const name of ["id", "for", "aria-describedby", "aria-labelledby"]) {
    for (const node of piece.querySelectorAll(`[${name}]`)) node.setAttribute(name, node.getAttribute(name).split(" ").map((id) => `${id}_${part.id}`).join(" "));
  }
  for (const box of piece.querySelectorAll("[name]")) {
    if (box.name === "task") box.value = part.key;
    else if (box.name === "version") box.value = part.version ?? "";
    if (box.name !== "task") box.name = `${box.name}_${part.key}`;
  }
  return piece;
}

function fillJoint(root, visit, pack, words) {
  root.querySelector("[data-joint-place]").textContent = visit.place;
  const left = root.querySelector("[data-joint-left]");
  left.hidden = !visit.left;
  left.textContent = fill(words.joint_left, { n: visit.left });
  root.querySelector("[data-parts]").replaceChildren(...visit.parts.map((part) => partOf(moreOf(part, pack))));
  root.querySelector("form").dataset.title = visit.place;
}

function fillCheck(root, check) {
  for (const node of root.querySelectorAll("[data-told]")) node.textContent = check[node.dataset.told] ?? "";
  const form = root.querySelector("form");
  form.elements.version.value = check.version;
  form.dataset.title = `${check.number} ${check.place}`;
  if (!check.needs_photo) form.querySelector("[data-photos]")?.remove();
}

// The shell is one for all posts: which of its screens are whose comes with the day.
function linkUp(addresses, pack) {
  for (const link of document.querySelectorAll("[data-link]")) {
    const isTheirs = !pack?.screens || pack.screens.includes(link.dataset.link);
    if (isTheirs) link.href = addresses[link.dataset.link];
    else link.closest("li")?.remove();
  }
}

// Shows the screen of this address, or says why there is none.
export function showScreen({ pack, words, addresses, said, done }) {
  linkUp(addresses, pack);
  const { name, id } = screenOf(location.pathname, addresses);
  const place = document.querySelector("[data-screen]");
  const template = document.querySelector(`template[data-for="${name}"]`);
  if (!template) return void said(words.needs_line);
  const check = name === "check" ? pack?.checks.find((each) => each.id === id) : null;
  if (name === "check" && !check) return void said(words.not_in_tasks);
  const joint = name === "joint" ? jointVisitOf(pack, words) : null;
  if (name === "joint" && !joint) return void said(words.joint_gone, "warn", " ", make("a", { class: "button button-quiet", href: addresses.at_desk + location.search }, words.joint_at_desk));
  document.querySelector("[data-heading]").textContent = template.dataset.heading;
  place.replaceChildren(template.content.cloneNode(true));
  const bottom = document.querySelector(`template[data-bottom="${name}"]`);
  document.querySelector("[data-bottom-place]").replaceChildren(bottom.content.cloneNode(true));
  linkUp(addresses, pack);
  for (const link of document.querySelectorAll(".patrol-foot nav a[href]")) {
    if (screenOf(new URL(link.href).pathname, addresses).name === name) link.setAttribute("aria-current", "page");
  }
  // What is mended shows its words without a day too: a form without its parts would throw them away.
  if (joint) fillJoint(place, joint, pack, words);
  if (!pack) return;
  fillMatters(place, pack);
  fillEstates(place, pack);
  fillTasks(place, pack, words, addresses, done);
  if (check) fillCheck(place, check);
}

// A visit that follows another one brings its place and door along.
export function fillFollowed(form, pack) {
  const id = new URLSearchParams(location.hash.slice(1)).get("follows");
  const before = id && pack?.visits.find((visit) => visit.id === id);
  if (!before || !form.elements.follows) return;
  form.elements.follows.value = before.id;
  form.elements.estate.value = before.estate ?? "";
  form.elements.door.value = before.door;
}

// With a connection a joint visit is written down here too, so that a line that breaks takes nothing with it.
export function leadJointVisits(addresses) {
  for (const link of document.querySelectorAll("a[data-joint]")) link.href = `${addresses.joint_visit}?${link.dataset.joint}`;
}
