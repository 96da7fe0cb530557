// Shows what a text in Markdown looks like, while it is being written. The service draws it, as on the page itself.
"use strict";

const PAUSE = 400; // milliseconds without a key, before we ask

for (const look of document.querySelectorAll("[data-preview]")) {
  const field = document.getElementById(look.dataset.preview);
  let waiting = 0;
  let newest = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const turn = ++newest;
      const body = new URLSearchParams({ text: field.value });
      const answer = await fetch(look.dataset.url, { method: "POST", body }).catch(() => null);
      if (answer?.ok && turn === newest) {
        look.querySelector(".rich").innerHTML = await answer.text();
      }
    }, PAUSE);
  });
}
