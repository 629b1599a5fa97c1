// Small helps for residents; without them every page still works.

function fillCodeFromFragment() {
  const field = document.querySelector("[data-code]");
  // A query code is plain letters and digits; whatever else stands in a fragment is none.
  const code = location.hash.slice(1);
  if (!field || !/^[0-9A-Za-z-]+$/.test(code) || document.getElementById(code)) return;
  field.value = code;
  // The fragment never reaches the server; it need not stay in the history either.
  history.replaceState(null, "", location.pathname);
  field.form.requestSubmit();
}

function filterEstates(box) {
  const select = document.getElementById(box.dataset.filterFor);
  const all = [...select.querySelectorAll("option[value]:not([value=''])")];
  if (all.length < 12) return;
  box.hidden = false;
  const homes = new Map(all.map((option) => [option, option.parentElement]));
  box.querySelector("input").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const option of all) option.remove();
    const found = all.filter((option) => option.text.toLowerCase().includes(wanted) || homes.get(option).label?.toLowerCase().includes(wanted));
    for (const option of found) homes.get(option).append(option);
    for (const group of select.querySelectorAll("optgroup")) group.hidden = !group.children.length;
    select.value = found.length === 1 ? found[0].value : "";
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

async function openMap(button) {
  const box = button.closest("#place-map");
  const said = box.querySelector("[data-place-said]");
  button.disabled = true;
  try {
    const { showPlaceMap } = await import(box.dataset.script);
    await showPlaceMap(box);
    button.hidden = true;
  } catch {
    said.textContent = said.dataset.wordsFailed;
    box.querySelector("[data-canvas]").hidden = true;
  }
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-send-at-once]") && event.target.files.length) event.target.form.requestSubmit();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if ("print" in button.dataset) window.print();
  if ("openMap" in button.dataset) openMap(button);
  if (button.dataset.copy) {
    const text = document.querySelector(button.dataset.copy).textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = button.dataset.doneLabel;
    } catch {
      getSelection().selectAllChildren(document.querySelector(button.dataset.copy));
    }
  }
});

document.querySelectorAll("[data-filter-for]").forEach(filterEstates);
fillCodeFromFragment();
