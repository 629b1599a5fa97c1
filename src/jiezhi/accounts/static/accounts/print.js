// A page with codes is printed by its own button: on many office machines the menu is hidden.
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
