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
