// Looks every few seconds what became another on this page, and shows it without moving anything else. A screen in the
// hall chimes softly when somebody is called; a phone shakes when it is its turn.
"use strict";

const EVERY = 5_000;
let sound = null;

document.getElementById("sound")?.addEventListener("click", ({ currentTarget }) => {
  sound = new AudioContext();
  currentTarget.hidden = true;
  chime();
});

function chime() {
  if (sound?.state !== "running") return;
  [659, 523].forEach((hertz, n) => {
    const at = sound.currentTime + n * 0.35;
    const tone = sound.createOscillator();
    const loudness = sound.createGain();
    tone.frequency.value = hertz;
    loudness.gain.setValueAtTime(0.12, at);
    loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.9);
    tone.connect(loudness).connect(sound.destination);
    tone.start(at);
    tone.stop(at + 0.9);
  });
}

// Who is called on this piece of the page; more than before is a reason to call.
const called = (part) => (part.dataset.called ?? "").split(",").filter(Boolean);

async function look() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(part.id);
    if (!fresh || fresh.innerHTML === part.innerHTML) continue;
    const before = called(part);
    part.replaceChildren(...fresh.childNodes);
    part.dataset.called = fresh.dataset.called ?? "";
    if (called(part).some((each) => !before.includes(each))) {
      chime();
      navigator.vibrate?.([300, 100, 300]);
    }
  }
}

setInterval(look, EVERY);
