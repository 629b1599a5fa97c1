// What a form asks for because of what else is told in it: rows and words are the server's, which checks by the same.

import { make } from "./queue.js";

const said = (given, name) => String(given.get(name) ?? "").trim();

// Gives the rows of this form; those of a part of a joint visit with the tail that its names have, unless it is left
// for another time.
function rowsOf(form, given, needs) {
  if (form.dataset.deed !== "joint") return (needs[form.dataset.deed] ?? []).map((need) => ({ ...need, tail: "" }));
  const parts = given.getAll("task").filter((key) => !["", "later"].includes(said(given, `outcome_${key}`)));
  return parts.flatMap((key) => (needs[key.split(":")[0]] ?? []).map((need) => ({ ...need, tail: `_${key}` })));
}

function isNeeded({ beside, values, tail, is_of_place: isOfPlace }, given, pack) {
  if (isOfPlace && !pack?.needs_place) return false;
  const told = said(given, beside + tail);
  return values.length ? values.includes(told) : Boolean(told);
}

function missing(form, submitter, { needs, day }) {
  const given = new FormData(form, submitter);
  return rowsOf(form, given, needs).filter((need) => isNeeded(need, given, day()) && !said(given, need.field + need.tail));
}

const boxOf = (form, name) => (form.querySelector(`[name="${name}"]`) ?? form.querySelector(`#id_${CSS.escape(name)}`))?.closest(".field");
const entryIn = (box) => box.querySelector("input, select, textarea") ?? box;
const describedBy = (node, ids) => (ids.length ? node.setAttribute("aria-describedby", ids.join(" ")) : node.removeAttribute("aria-describedby"));
const idsOf = (node) => (node.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);

function takeBack(form) {
  for (const note of form.querySelectorAll("[data-needed]")) {
    const box = note.closest(".field");
    const told = box.matches("fieldset") ? box : entryIn(box);
    box.classList.remove("field-wrong");
    entryIn(box).removeAttribute("aria-invalid");
    describedBy(told, idsOf(told).filter((id) => id !== note.id));
    note.remove();
  }
}

function tell(box, name, words) {
  const note = make("p", { class: "field-error", id: `needed_${name}`, "data-needed": name }, words);
  const label = box.querySelector("legend, label:not(.choice)");
  if (label) label.after(note);
  else box.prepend(note);
  const told = box.matches("fieldset") ? box : entryIn(box);
  box.classList.add("field-wrong");
  entryIn(box).setAttribute("aria-invalid", "true");
  describedBy(told, [...idsOf(told), note.id]);
}

function draw(form, submitter, context) {
  takeBack(form);
  const boxes = missing(form, submitter, context).map(({ field, tail, words }) => {
    const box = boxOf(form, field + tail);
    if (box) tell(box, field + tail, words);
    return box;
  });
  return boxes.filter(Boolean);
}

// Says beside each field what is missing, and gives whether nothing is. What is filled in is said no more.
export function watchNeeds(form, context) {
  let pressed = null;
  form.addEventListener("input", () => form.querySelector("[data-needed]") && draw(form, pressed, context));
  return (submitter) => {
    pressed = submitter;
    const boxes = draw(form, submitter, context);
    if (!form.checkValidity()) return form.reportValidity();
    if (boxes.length) entryIn(boxes[0]).focus();
    return !boxes.length;
  };
}
