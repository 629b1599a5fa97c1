// Small helps for every page; without them each page still works.

function takeFocus(root) {
  root.querySelector("[data-takes-focus]")?.focus();
}

function showFileNames(input) {
  const output = input.closest(".field-file")?.querySelector(".file-names");
  if (!output || !input.files.length) return;
  const names = [...input.files].map((file) => file.name);
  output.textContent = names.length > 3 ? `${names.length} ${output.dataset.countLabel}` : names.join("、");
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
  }
  event.target.closest("[data-dismiss]")?.closest(".toast")?.remove();
});

document.addEventListener("change", (event) => {
  if (event.target.matches(".field-file input[type=file]")) showFileNames(event.target);
});

// A fragment with an error took the place of something: lead the reader to it.
document.addEventListener("htmx:after:swap", () => takeFocus(document));

takeFocus(document);

// Where somebody is asked to sign in, nobody is: what pages had laid open on this device for a person is forgotten.
if (document.querySelector("[data-nobody-signed-in]")) globalThis.indexedDB?.deleteDatabase("jiezhi_open");

// Another language or text size loads the page anew: what was typed on it waits in this tab and is put back at once.
const TYPED = "jiezhi_typed";
const typedFields = () => [...document.querySelectorAll("main form:not([data-keeps-typed]) :is(input, select, textarea)[name]")]
  .filter((field) => !["hidden", "password", "file", "submit"].includes(field.type));

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-keeps-typed]")) return;
  const fields = typedFields().map((field) => [field.name, ["radio", "checkbox"].includes(field.type) ? field.checked && field.value : field.value]);
  sessionStorage.setItem(TYPED, JSON.stringify({ path: location.pathname, fields }));
});

function putBackTyped() {
  const kept = sessionStorage.getItem(TYPED);
  sessionStorage.removeItem(TYPED);
  const { path, fields } = JSON.parse(kept ?? "{}");
  if (path !== location.pathname) return;
  const boxes = typedFields();
  fields.forEach(([name, value], place) => {
    const box = boxes[place];
    if (box?.name !== name) return;
    if (["radio", "checkbox"].includes(box.type)) box.checked = box.value === value;
    else box.value = value;
  });
}

putBackTyped();
