// Small helps for whoever works on orders; without them each page still works.

// A standard answer goes into the reply and can be changed there; what was typed before stands behind it.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  const field = button?.closest("form")?.querySelector("textarea[name=reply]");
  if (!field) return;
  field.value = [button.dataset.fill, field.value.trim()].filter(Boolean).join("\n");
  field.focus();
});

const areKeysOn = () => localStorage.getItem("jiezhi_keys") !== "off";

// The line that is open beside the list is marked, whoever opened it: a finger, or Enter on the line.
document.addEventListener("htmx:after:swap", () => {
  const opened = new URLSearchParams(location.search).get("open");
  for (const link of document.querySelectorAll(".beside-list a")) {
    const isOpen = opened !== null && new URL(link.href).searchParams.get("open") === opened;
    if (isOpen) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
});

// x ticks the line that has the focus, as j and k reach it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !areKeysOn()) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea") || document.querySelector("dialog[open]")) return;
  const box = document.activeElement?.closest("[data-row]")?.querySelector("input[type=checkbox]");
  if (!box) return;
  event.preventDefault();
  box.click();
});

// One box ticks every line of the page; it stands half ticked while only some are.
const lineBoxes = () => [...document.querySelectorAll("input[type=checkbox][name=order][form=bulk]")];
document.addEventListener("change", (event) => {
  const all = document.querySelector("[data-tick-all]");
  if (!all) return;
  const boxes = lineBoxes();
  if (event.target === all) for (const box of boxes) box.checked = all.checked;
  const count = boxes.filter((box) => box.checked).length;
  all.checked = count > 0 && count === boxes.length;
  all.indeterminate = count > 0 && count < boxes.length;
});
