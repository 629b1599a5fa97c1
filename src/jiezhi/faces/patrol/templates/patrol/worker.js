// Keeps the shell of patrol and nothing else: no page about anybody, no answer, no token.
const VERSION = "{{ version }}";
const SHELL = "{{ shell }}";
const FILES = [{% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const CACHE = `jiezhi-patrol-${VERSION}`;
const PATIENCE_MS = 8000;
const AWAY = [502, 503, 504];

// A redirect is never kept: it would lead to a sign-in that was somebody else's.
async function keep(cache, address) {
  const answer = await fetch(address, { cache: "reload", credentials: "same-origin", redirect: "error" });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  await cache.put(address, answer);
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => Promise.all([SHELL, ...FILES].map((address) => keep(cache, address)))));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("jiezhi-patrol-") && name !== CACHE;
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => self.clients.claim()),
  );
});

const shell = async () => (await caches.open(CACHE)).match(SHELL, { ignoreVary: true });

async function page(request) {
  let timer;
  const late = new Promise((resolve) => { timer = setTimeout(resolve, PATIENCE_MS); });
  try {
    const answer = await Promise.race([fetch(request), late]);
    if (answer && !AWAY.includes(answer.status)) return answer;
    return (await shell()) ?? answer ?? Response.error();
  } catch {
    return (await shell()) ?? Response.error();
  } finally {
    clearTimeout(timer);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") return event.respondWith(page(request));
  if (FILES.includes(address.pathname)) {
    event.respondWith(caches.open(CACHE).then(async (cache) => (await cache.match(address.pathname, { ignoreVary: true })) ?? fetch(request)));
  }
});

// An extra where a browser has it: the pages that are open are asked to send, nothing is sent from here.
self.addEventListener("sync", (event) => {
  event.waitUntil(self.clients.matchAll().then((pages) => pages.forEach((open) => open.postMessage("send"))));
});
