// Fills the shell: the same screens as the pages, from what the telephone kept for the day.

import { clock, fill, make } from "./queue.js";

function screenOf(path, addresses) {
  if (path === addresses.report) return { name: "report" };
  if (path === addresses.new_visit) return { name: "visit" };
  if (path === addresses.queue) return { name: "queue" };
  if (path === addresses.today) return { name: "today" };
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
  if (pack.estates.length === 1) select.value = pack.estates[0].id;
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
  // A day that was packed by an earlier version knows none.
  const joint = (pack.joint_visits ?? []).filter((visit) => visit.checks.some((id) => !done.has(id))).map(({ place, tasks }) => make("li", {}, make("div", { class: "check-row" }, make("strong", {}, place), make("span", { class: "second" }, words.joint_row), make("span", {}, tasks.join(words.and)), make("span", { class: "second" }, words.joint_needs_line))));
  const visits = pack.visits.map((visit) => taskLine({
    href: `${addresses.new_visit}#follows=${visit.id}`, place: [visit.place, visit.door].filter(Boolean).join(" "), kind: words.visit_row, words: "", more: fill(words.due, { time: visit.next_on }),
  }));
  list.replaceChildren(...joint, ...checks, ...visits);
  const told = pack.isOld ? words.tasks_old : checks.length + visits.length ? fill(words.tasks_from, { time: clock(pack.at) }) : words.no_tasks;
  list.before(make("p", { class: "second" }, told));
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
  document.querySelector("[data-heading]").textContent = template.dataset.heading;
  place.replaceChildren(template.content.cloneNode(true));
  const bottom = document.querySelector(`template[data-bottom="${name}"]`);
  document.querySelector("[data-bottom-place]").replaceChildren(bottom.content.cloneNode(true));
  linkUp(addresses, pack);
  for (const link of document.querySelectorAll(".patrol-foot nav a[href]")) {
    if (new URL(link.href).pathname === location.pathname) link.setAttribute("aria-current", "page");
  }
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
