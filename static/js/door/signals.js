// What each verdict sounds and feels like: no two alike, for who does not look at the screen.

// Tones as [hertz, milliseconds]; 0 hertz is silence. Vibrations as navigator.vibrate takes them.
const SIGNALS = {
  welcome: { tones: [[880, 90], [1320, 140]], shake: [60] },
  "let-in": { tones: [[1320, 90]], shake: [40] },
  "part-in": { tones: [[880, 90], [880, 90]], shake: [60, 60, 60] },
  "already-in": { tones: [[440, 160], [0, 60], [440, 160]], shake: [150, 80, 150] },
  "other-day": { tones: [[330, 140], [262, 260]], shake: [300] },
  "other-event": { tones: [[262, 140], [330, 260]], shake: [300, 80, 60] },
  cancelled: { tones: [[220, 420]], shake: [500] },
  "event-cancelled": { tones: [[196, 420]], shake: [500, 80, 500] },
  waiting: { tones: [[523, 120], [392, 120], [523, 120]], shake: [80, 60, 80, 60, 80] },
  "other-session": { tones: [[440, 120], [349, 120], [294, 200]], shake: [200, 60, 60] },
  "no-place-yet": { tones: [[392, 120], [523, 120], [392, 120]], shake: [80, 60, 200] },
  unknown: { tones: [[175, 180], [0, 60], [175, 180]], shake: [250, 80, 250] },
  "not-known-here": { tones: [[587, 120], [0, 60], [587, 120], [0, 60], [587, 120]], shake: [60, 60, 60, 60, 60] },
  "not-kept": { tones: [[147, 600]], shake: [800] },
};

let sound = null;

// Browsers make no sound before somebody pressed something.
export function wakeSound() {
  sound ??= window.AudioContext ? new AudioContext() : null;
  sound?.resume().catch(() => {});
}

export function signal(kind, { silent = false } = {}) {
  const { tones, shake } = SIGNALS[kind] ?? SIGNALS.unknown;
  navigator.vibrate?.(shake);
  if (silent || sound?.state !== "running") return;
  let at = sound.currentTime;
  for (const [hertz, milliseconds] of tones) {
    if (hertz) play(hertz, at, milliseconds / 1000);
    at += milliseconds / 1000;
  }
}

function play(hertz, at, seconds) {
  const tone = sound.createOscillator();
  const loudness = sound.createGain();
  tone.frequency.value = hertz;
  loudness.gain.setValueAtTime(0.25, at);
  loudness.gain.exponentialRampToValueAtTime(0.001, at + seconds);
  tone.connect(loudness).connect(sound.destination);
  tone.start(at);
  tone.stop(at + seconds);
}
