// Elder mode reads a page aloud with the voice of the reader's own device; nothing is sent anywhere.

const button = document.querySelector("[data-read-aloud]");

if (button && "speechSynthesis" in window) {
  const startLabel = button.textContent;
  const stop = () => {
    speechSynthesis.cancel();
    button.textContent = startLabel;
    button.setAttribute("aria-pressed", "false");
  };
  button.hidden = false;
  stop();
  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) return stop();
    const copy = document.querySelector(button.dataset.readAloud).cloneNode(true);
    copy.querySelectorAll("[data-read-aloud], script, dialog, .hidden-text").forEach((part) => part.remove());
    const speech = new SpeechSynthesisUtterance(copy.textContent.replace(/\s+/g, " "));
    speech.lang = document.documentElement.lang;
    speech.rate = 0.85;
    speech.addEventListener("end", stop);
    speechSynthesis.speak(speech);
    button.textContent = button.dataset.stopLabel;
    button.setAttribute("aria-pressed", "true");
  });
  window.addEventListener("pagehide", stop);
}
