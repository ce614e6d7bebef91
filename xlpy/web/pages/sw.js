// All files of the add-in come from the browser's own store once they were loaded and checked.
// A new build fills a store of its own; when it is whole the others go.
"use strict";
const STORE = "tradedept-";

async function checked(name, digest) {
  const answer = await fetch(new Request(name, { cache: "no-cache" }));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  const data = await answer.clone().arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  const found = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (found !== digest) throw new Error(`${name}: its digest differs`);
  return answer;
}

async function install() {
  const list = await fetch("./files.json", { cache: "no-store" });
  const { build, digests } = await list.clone().json();
  const store = await caches.open(STORE + build);
  await store.put("./files.json", list);
  await Promise.all(
    Object.entries(digests).map(async ([name, digest]) => {
      await store.put(`./${name}`, await checked(`./${name}`, digest));
    }),
  );
  for (const name of await caches.keys()) {
    if (name.startsWith(STORE) && name !== STORE + build) await caches.delete(name);
  }
  await self.skipWaiting();
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const own = new URL(request.url).origin === self.location.origin;
  if (request.method !== "GET" || !own) return;
  event.respondWith(
    caches.match(request, { ignoreSearch: true }).then((kept) => kept ?? fetch(request)),
  );
});
