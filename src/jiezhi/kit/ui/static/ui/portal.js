// Elder mode reads a page aloud with the voice of the reader's own device; nothing is sent anywhere.

const button = document.querySelector("[data-read-aloud]");
const PARTS = "h1, h2, h3, p, li, dt, dd, legend, label, summary, blockquote, figcaption, th, td, time, a, button, img, svg[role=img], .tag";
const SILENT = "[data-read-aloud], script, style, noscript, template, option, datalist, .toast, [aria-hidden=true]";

// What a picture or a mark means is in its label; what somebody typed is not read out.
function wordsOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(SILENT) || !node.checkVisibility()) return "";
  if (node.matches("img, svg")) {
    const meaning = node.getAttribute("alt") ?? node.getAttribute("aria-label");
    return meaning ? ` ${button.dataset.wordsPicture} ${meaning} ` : "";
  }
  if (node.matches("input, select, textarea")) return "";
  const spoken = node.getAttribute("aria-label") ?? [...node.childNodes].map(wordsOf).join("");
  if (node.matches("a[href]")) return ` ${button.dataset.wordsLink} ${spoken} `;
  if (node.matches("button, summary")) return ` ${button.dataset.wordsButton} ${spoken} `;
  if (node.matches("label[for]")) return ` ${button.dataset.wordsField} ${spoken} `;
  return spoken;
}

// Pieces as they stand on the page: a piece is the smallest part that holds its own words. Long pieces break at full
// stops, since voices of some devices fall silent after a quarter of a minute.
export function piecesOf(root) {
  const pieces = [];
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return pieces.push(node.textContent);
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(SILENT)) return undefined;
    if (node.matches(PARTS) && !node.querySelector("p, li, dt, h2, h3, legend, .tile-text")) return pieces.push(wordsOf(node));
    return [...node.childNodes].forEach(visit);
  };
  visit(root);
  return pieces
    .flatMap((piece) => piece.replace(/\s+/g, " ").trim().match(/[^。！？；.!?;]+[。！？；.!?;]*/gu) ?? [])
    .map((piece) => piece.trim())
    .filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

function voiceFor(language) {
  const wanted = language.slice(0, 2).toLowerCase();
  const known = speechSynthesis.getVoices().filter((voice) => voice.lang.toLowerCase().startsWith(wanted));
  return known.find((voice) => voice.localService) ?? known[0];
}

function prepare() {
  const startLabel = button.textContent;
  let round = 0;
  const stop = () => {
    round += 1;
    speechSynthesis.cancel();
    button.textContent = startLabel;
    button.setAttribute("aria-pressed", "false");
  };
  const speak = (pieces, mine) => {
    if (mine !== round) return;
    if (!pieces.length) return stop();
    const speech = new SpeechSynthesisUtterance(pieces[0]);
    speech.lang = document.documentElement.lang;
    speech.voice = voiceFor(speech.lang) ?? null;
    speech.rate = 0.85;
    speech.addEventListener("end", () => speak(pieces.slice(1), mine));
    speech.addEventListener("error", () => mine === round && stop());
    speechSynthesis.speak(speech);
  };
  const offer = () => { button.hidden = !voiceFor(document.documentElement.lang); };
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") return stop();
    stop();
    button.textContent = button.dataset.stopLabel;
    button.setAttribute("aria-pressed", "true");
    speak(piecesOf(document.querySelector(button.dataset.readAloud)), round);
  });
  for (const leaving of ["pagehide", "beforeunload"]) addEventListener(leaving, stop);
  document.addEventListener("visibilitychange", () => document.hidden && stop());
  // Voices of many devices are known only a moment after the page is.
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  stop();
  offer();
}

if (button && "speechSynthesis" in window) prepare();
