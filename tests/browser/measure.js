// Measures one page: what axe does not. Gives a list of faults in words.
({ target, smallest, language, narrow, isSampler }) => {
  const faults = [];
  const nameOf = (e) => `<${e.tagName.toLowerCase()}${e.id ? "#" + e.id : ""}${e.className && e.className.baseVal === undefined ? "." + [...e.classList].join(".") : ""}> ${(e.innerText || e.value || e.getAttribute("aria-label") || "").trim().slice(0, 20)}`;
  const isSeen = (e) => {
    const box = e.getBoundingClientRect();
    return e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && box.width > 1 && box.height > 1 && box.right > 0 && box.bottom + scrollY > 0;
  };
  // A heading may be there for listeners only.
  const headings = [...document.querySelectorAll("h1")].filter((e) => e.checkVisibility());
  if (headings.length !== 1 && !isSampler) faults.push(`${headings.length} h1`);
  if (document.documentElement.lang !== language) faults.push(`lang is ${document.documentElement.lang}`);
  // How long a time left is depends on the hour of the day; the longest one has to fit as well.
  if (narrow) for (const e of document.querySelectorAll(".countdown")) e.textContent = "剩余23个工作小时59分钟";
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`scrolls sideways: ${document.documentElement.scrollWidth} at ${innerWidth}`);
  // Words that a box hides because it is too small for them.
  for (const e of document.querySelectorAll("main *, header *, footer *")) {
    const style = getComputedStyle(e);
    if (!isSeen(e) || e.matches(".hidden-text, .hidden-text *, .maplibregl-map, .maplibregl-map *, textarea, select, input, svg, svg *") || ![style.overflowX, style.overflowY].some((way) => way === "hidden" || way === "clip")) continue;
    if (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1) faults.push(`cut off: ${nameOf(e)}`);
  }
  if (narrow) return faults;

  // A link that is a part of a sentence, and what covers a whole row, is as high as its line.
  const isInText = (e) => {
    if (!e.matches("a") || getComputedStyle(e).display !== "inline") return false;
    return [...e.parentElement.childNodes].some((n) => n !== e && n.nodeType === Node.TEXT_NODE && n.textContent.trim().length > 1);
  };
  const boxOf = (e) => {
    const boxes = [e, e.closest("label"), ...(e.labels ?? [])].filter((part) => part && isSeen(part)).map((part) => part.getBoundingClientRect());
    const top = Math.min(...boxes.map((b) => b.top)), bottom = Math.max(...boxes.map((b) => b.bottom));
    const left = Math.min(...boxes.map((b) => b.left)), right = Math.max(...boxes.map((b) => b.right));
    return { height: bottom - top, width: right - left };
  };
  // Two Chinese characters are 28 px wide at 14 px; less than 24 px is too narrow for anybody (WCAG 2.5.8).
  for (const e of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    if (e.closest("[inert], dialog:not([open]), .toast, svg") || e.matches(".skip-link")) continue;
    const isChoice = e.matches("input[type=radio], input[type=checkbox], input[type=file]");
    if (!(isSeen(e) || (isChoice && [...(e.labels ?? [])].some(isSeen))) || isInText(e)) continue;
    const after = getComputedStyle(e, "::after");
    const area = after.content !== "none" && after.position === "absolute" && after.inset === "0px" ? e.closest("li, tr, article")?.getBoundingClientRect() ?? boxOf(e) : boxOf(e);
    if (area.height < target - 0.5 || area.width < Math.min(target, 24) - 0.5)
      faults.push(`target ${Math.round(area.width)} x ${Math.round(area.height)}, wanted ${target}: ${nameOf(e)}`);
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small = new Set();
  while (texts.nextNode()) {
    const holder = texts.currentNode.parentElement;
    if (!texts.currentNode.textContent.trim() || !isSeen(holder) || holder.closest("option, svg, .skip-link, .hidden-text, .elder-sizes")) continue;
    const size = parseFloat(getComputedStyle(holder).fontSize);
    if (size < smallest) small.add(`text of ${size} px, wanted ${smallest}: ${nameOf(holder)}`);
  }
  return [...faults, ...small];
}
