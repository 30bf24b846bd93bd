// Answers for the door's page when the network does not. It keeps the page and its parts, and no answer about anybody.
// Its first line, VERSION and PARTS, is the server's: one byte of it changes, and the browser takes the new worker.
const NAME = `door ${self.registration.scope} ${VERSION}`;
const PAGE = "phone";

self.addEventListener("install", (event) => event.waitUntil(fetched()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => event.data === "take over" && self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const address = new URL(request.url);
  const isPage = address.href.split(/[?#]/)[0] === new URL(PAGE, self.registration.scope).href;
  if (isPage) event.respondWith(kept(PAGE, request));
  else if (PARTS.includes(address.pathname)) event.respondWith(kept(address.pathname, request));
});

async function fetched() {
  const cache = await caches.open(NAME);
  const wanted = [PAGE, "app.webmanifest", ...PARTS];
  await cache.addAll(wanted.map((each) => new Request(new URL(each, self.registration.scope), { credentials: "omit", cache: "no-cache" })));
}

/** Only what is of this door goes: an event beside it has pages of its own. */
async function takeOver() {
  const ours = (await caches.keys()).filter((each) => each.startsWith(`door ${self.registration.scope} `) && each !== NAME);
  await Promise.all(ours.map((each) => caches.delete(each)));
  await self.clients.claim();
}

async function kept(address, request) {
  const cache = await caches.open(NAME);
  return (await cache.match(new URL(address, self.registration.scope), { ignoreVary: true })) ?? fetch(request);
}
