// The code may ride in the fragment, which never reaches a log; without this script it is typed.
const field = document.querySelector("[data-code]");
const code = location.hash.slice(1);
if (field && /^[0-9A-Za-z-]+$/.test(code)) {
  field.value = code;
  history.replaceState(null, "", location.pathname);
}
