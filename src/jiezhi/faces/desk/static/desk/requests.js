// Small helps for the dispatcher; without them each page still works.

const areKeysOn = () => localStorage.getItem("jiezhi_keys") !== "off";

// Enter confirms when nothing has the focus; a key that is held down must not confirm one request after the other.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.repeat || event.isComposing || !areKeysOn()) return;
  if (![document.body, document.documentElement].includes(event.target) || document.querySelector("dialog[open]")) return;
  const button = document.querySelector('[data-key="a"]');
  if (!button) return;
  event.preventDefault();
  button.click();
});

// One request is confirmed once, however often the key is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target.closest(".work form");
  if (!form || form.hasAttribute("hx-post")) return;
  if (form.dataset.isSent) event.preventDefault();
  form.dataset.isSent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-is-sent]")) delete form.dataset.isSent;
});

document.addEventListener("toggle", (event) => {
  if (!event.target.matches?.(".ask[open]")) return;
  event.target.querySelector("textarea, input:not([type=hidden])")?.focus();
  event.target.scrollIntoView({ block: "nearest" });
}, true);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
