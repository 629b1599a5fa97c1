// Single keys of the desk. They can be switched off (some people speak or shake into the keyboard); the choice stays in this browser.

const SETTING = "jiezhi_keys";
const SEQUENCE_MS = 1500;
let goPressedAt = 0;

const areOn = () => localStorage.getItem(SETTING) !== "off";

function isTyping(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]") !== null;
}

function moveRow(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const current = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(Math.max(current + step, 0), rows.length - 1)];
  (next.querySelector("a[href], button") ?? next).focus();
  next.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const target = [...document.querySelectorAll("[data-key]")].find(
    (candidate) => candidate.dataset.key === key && candidate.checkVisibility(),
  );
  if (!target) return false;
  if (target.matches("form")) target.requestSubmit();
  else if (target.matches("input, select, textarea")) target.focus();
  else target.click();
  return true;
}

function go(letter) {
  const link = [...document.querySelectorAll("[data-shortcut]")].find((entry) => entry.dataset.shortcut === letter);
  link?.click();
  return Boolean(link);
}

document.addEventListener("keydown", (event) => {
  if (!areOn() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const isAfterGo = event.timeStamp - goPressedAt < SEQUENCE_MS && goPressedAt > 0;
  goPressedAt = 0;
  let isDone = true;
  if (isAfterGo) isDone = go(event.key);
  else if (event.key === "g") goPressedAt = event.timeStamp;
  else if (event.key === "j") moveRow(1);
  else if (event.key === "k") moveRow(-1);
  else if (event.key === "?") document.getElementById("keys")?.showModal();
  else isDone = event.key.length === 1 && press(event.key);
  if (isDone) event.preventDefault();
});

function showSetting() {
  const button = document.querySelector("[data-keys-switch]");
  if (button) button.textContent = areOn() ? button.dataset.onLabel : button.dataset.offLabel;
  document.documentElement.classList.toggle("keys-off", !areOn());
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-keys-switch]")) return;
  localStorage.setItem(SETTING, areOn() ? "off" : "on");
  showSetting();
});

showSetting();
