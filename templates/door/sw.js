{# Keeps the scanning page and all its files, and hands them out with or without internet. #}
"use strict";

const KEPT = "{{ page }} {{ version }}";
const PAGE = {{ page|tojson }};
const FILES = {{ (files + [stylesheets.site, stylesheets.scan, asset("icons/heart.svg")])|tojson }};

addEventListener("install", (event) => {
  const fresh = [PAGE, ...FILES].map((address) => new Request(address, { cache: "reload" }));
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(fresh)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith(`${PAGE} `) && name !== KEPT;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => clients.claim()),
  );
});

addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  const { pathname } = address;
  if (pathname === PAGE || FILES.includes(pathname)) {
    event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(event.request)));
  } else if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(() => caches.match(PAGE)));
  }
});
