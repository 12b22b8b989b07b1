// Keeps what this folder holds: its name is a digest of its contents, so that what was fetched once is never stale.
const folder = new URL("./", import.meta.url).href
const name = `checker ${folder}`

async function kept(request) {
  const cache = await caches.open(name)
  const found = await cache.match(request.url)
  if (found) return found
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request.url, answer.clone())
  return answer
}

addEventListener("install", () => skipWaiting())
addEventListener("activate", event =>
  event.waitUntil(
    Promise.all([
      clients.claim(),
      caches.keys().then(all => Promise.all(all.filter(one => one.startsWith("checker ") && one !== name).map(one => caches.delete(one)))),
    ]),
  ),
)
addEventListener("fetch", event => {
  if (event.request.url.startsWith(folder)) event.respondWith(kept(event.request))
})
