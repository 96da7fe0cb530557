// The scanning page: what a volunteer sees and presses. It decides nothing that the house does not decide the same way.

import { Camera } from "./camera.js";
import { Exchange } from "./exchange.js";
import { fold, inOrder, momentOf, standing } from "./facts.js";
import { signal, wakeSound } from "./signals.js";
import { Store } from "./store.js";
import { codeOfReference, newToken, readCode, readToken, referenceOf, placeAt, unsealed, verdictOf, walkInWith } from "./tickets.js";

const TEXTS = JSON.parse(document.querySelector("meta[name=texts]").content);
const EVERY = 5_000; // milliseconds between two words with the house
const SAME_CODE = 4_000; // a code that stays before the camera this long is the same scan
const LATEST = 5;
const MOST_FOUND = 8;
const NEARLY_FULL = 0.9;

const $ = (id) => document.getElementById(id);
const put = (text, values = {}) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
const fold_name = (name) => name.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’‘`]/g, "'").toLowerCase();
const in_zone = { timeZone: TEXTS.timezone, numberingSystem: "latn" };
const clock = new Intl.DateTimeFormat("en-GB", { ...in_zone, hour: "2-digit", minute: "2-digit" });
const hour = (moment) => (TEXTS.language === "nl" ? clock.format(moment).replace(":", ".") : clock.format(moment));
const day = (moment) =>
  new Intl.DateTimeFormat(TEXTS.language, { ...in_zone, weekday: "long", day: "numeric", month: "long" }).format(moment);

let store, exchange, camera;
let facts = [];
let state = fold([]);
let list = null; // the guest list of the house, or nothing before it was ever heard
let byReference = new Map();
let byCode = new Map();
let lastSeen = { text: "", at: 0 };
let asked = 0; // counts what was looked at, so that a slow answer never covers a later one
const here = () => placeAt(Date.now() + (exchange?.offset ?? 0), list);
const names = new Map(); // of who was looked at here, as long as this page is open

function element(tag, { text = "", ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") made.addEventListener("click", value);
    else if (value !== null) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

// What is known

async function remember() {
  const [known, guests] = [await store.facts(), await store.note("guests")];
  facts = known;
  state = fold(facts);
  list = guests ?? null;
  byReference = new Map((list?.guests ?? []).map((guest) => [guest.ref, guest]));
  byCode = new Map((list?.guests ?? []).filter((guest) => guest.code).map((guest) => [guest.code, guest]));
  for (const guest of byReference.values()) if (guest.names) names.set(guest.ref, guest.names[0]);
  showNumbers();
}

async function write(fact) {
  const whole = await store.add({ at: Date.now(), offset: exchange.offset, place: here(), ...fact });
  facts = [...facts, whole];
  state = fold(facts);
  showNumbers();
  exchange.now();
  return whole;
}

// A code, from the camera, a hand scanner or a keyboard

async function look(text) {
  const turn = ++asked;
  const found = await guestOf(text);
  if (turn !== asked) return;
  if (found.ref && found.name) names.set(found.ref, found.name);
  show(found);
}

async function guestOf(text) {
  const token = readToken(text);
  const code = token ? null : readCode(text);
  if (!token && !code) return { says: "unknown" };
  const ref = token ? await referenceOf(token) : byCode.get(code)?.ref;
  const row = ref && byReference.get(ref);
  if (row && token) return { ref, ...(await unsealed(row.box, token)) };
  if (row) return openGuest(row);
  const walkedIn = walkInWith(standing(facts), { ref, code }, list);
  if (walkedIn) return { ...walkedIn, name: walkedIn.name || names.get(walkedIn.ref) };
  const answer = await exchange.look(text);
  if (answer) await exchange.now(); // whoever let it in told it after we last heard
  return answer ?? { says: "not-known-here" };
}

const openGuest = (row) => ({ ref: row.ref, says: row.says, name: row.names[0], people: row.people });

// What the screen says

function show(guest) {
  const presence = guest.ref ? state.of(guest.ref, here()) : fold([]).of("");
  const verdict = verdictOf(guest, presence);
  const lines = [];
  if (verdict.kind === "welcome") lines.push(put(TEXTS.signedUp, guest));
  const since = presence.since && hour(presence.since);
  if (verdict.kind === "part-in") lines.push(put(TEXTS.ofParty, { ...verdict, people: guest.people, hour: since }));
  if (verdict.kind === "already-in") lines.push(put(TEXTS.since, { ...verdict, hour: since }));
  if (guest.startsAt) lines.push(`${day(Date.parse(guest.startsAt))}, ${hour(Date.parse(guest.startsAt))}`);
  lines.push(...(guest.parts ?? []));
  const mayEnter = verdict.most > 0;
  if (mayEnter && $("express").checked && verdict.kind !== "already-in") {
    letIn(guest, verdict.most);
    return;
  }
  if (verdict.kind === "welcome" && guest.people > 1) lines.push(TEXTS.here);
  say(verdict.kind, {
    name: guest.name,
    lines,
    needs: mayEnter ? guest.needs : "",
    buttons: mayEnter ? entrance(guest, verdict) : null,
  });
}

function say(kind, { name = "", lines = [], needs = "", buttons = null, paper = null } = {}) {
  const { tone, says, advice } = TEXTS.verdicts[kind];
  const result = element("section", { class: `result result--${tone}`, "data-verdict": kind });
  result.append($(`icon-${tone}`).content.cloneNode(true), element("h2", { text: says }));
  if (name) result.append(element("p", { class: "big" }, element("bdi", { text: name })));
  for (const line of lines) result.append(element("p", { text: line }));
  if (needs) {
    result.append(element("p", { class: "mt3" }, element("strong", { text: `${TEXTS.needs} ` }), element("bdi", { text: needs })));
  }
  if (advice) result.append(element("p", { class: "mt3", text: advice }));
  if (paper) result.append(paper);
  $("verdict").replaceChildren(result, ...(buttons ? [buttons] : []));
  $("verdict").classList.remove("verdict--new");
  requestAnimationFrame(() => $("verdict").classList.add("verdict--new"));
  signal(kind, { silent: $("silent").checked });
}

// One tap for all who are still to come, or for fewer of them.
function entrance(guest, { kind, most }) {
  const box = element("div", { class: "pad" });
  const button = (people, look_of) =>
    element("button", {
      class: look_of,
      type: "button",
      text: look_of.includes("xl") ? put(TEXTS.letIn, { people }) : String(people),
      "aria-label": put(TEXTS.letIn, { people }),
      onclick: ({ currentTarget }) => {
        for (const each of box.querySelectorAll("button")) each.disabled = true;
        letIn(guest, people, currentTarget);
      },
    });
  box.append(button(most, kind === "already-in" ? "btn btn--2 btn--wide btn--xl" : "btn btn--wide btn--xl"));
  if (most > 1) {
    const fewer = element("div", { class: "fewer" });
    for (let people = 1; people < most; people++) fewer.append(button(people, "btn btn--2"));
    box.append(fewer);
  }
  return box;
}

async function letIn(guest, people) {
  const kind = state.of(guest.ref, here()).admission ? "more" : "in";
  try {
    await write({ kind, ref: guest.ref, people });
  } catch {
    say("not-kept", { name: guest.name });
    return;
  }
  say("let-in", { name: guest.name, lines: [put(TEXTS.people, { people }), ...(guest.parts ?? [])], needs: guest.needs });
}

// What was tapped or typed for somebody without a sign-up; who says nothing is let in all the same.
function told_in(box) {
  const inputs = [...box.querySelectorAll("[data-tells]")];
  const said = inputs.filter((input) => input.value.trim() && (input.id === "walk-in-name" || input.checked));
  return Object.fromEntries(said.map((input) => [input.dataset.tells, input.value]));
}

function forgetTold(box) {
  for (const input of box.querySelectorAll("[data-tells]")) {
    input.checked = input.defaultChecked;
    if (input.id === "walk-in-name") input.value = "";
  }
}

async function letInWithout(people) {
  const { ticket, ...told } = told_in($("walk-in-told"));
  if (told.name) told.name = told.name.replace(/\p{C}/gu, "").trim();
  const token = ticket ? newToken() : null;
  const ref = token && (await referenceOf(token));
  try {
    await write({ kind: "walkIn", people, ref, ...told });
  } catch {
    say("not-kept");
    return;
  }
  if (ref && told.name) names.set(ref, told.name);
  $("walk-in").open = false;
  forgetTold($("walk-in-told"));
  say("walked-in", { name: told.name, lines: [put(TEXTS.people, { people })], paper: token && (await ticketOf(token, ref)) });
}

// The ticket of who got one here: a code for the own phone to scan, and one to write down.
async function ticketOf(token, ref) {
  const code = codeOfReference(ref);
  const short = element("p", { class: "big num" }, element("bdi", { text: `${code.slice(0, 3)}-${code.slice(3)}` }));
  const ticket = element("div", { class: "given" }, element("p", { text: TEXTS.ticketHow }), short);
  try {
    const { generate } = await import("./lean-qr/index.mjs");
    const canvas = element("canvas", { role: "img", "aria-label": TEXTS.ticketCode });
    generate(TEXTS.addresses.ticket + token).toCanvas(canvas, { padX: 4, padY: 4 });
    ticket.prepend(canvas);
  } catch {} // without what draws it, the short code is the ticket
  return ticket;
}

async function count(people) {
  try {
    await write({ kind: "tally", people, ...told_in($("tally-told")) });
  } catch {
    say("not-kept");
  }
}

async function takeBack(fact) {
  try {
    await write({ kind: "undo", ref: fact.ref, place: fact.place, people: 0, undoOf: fact.id });
  } catch {
    say("not-kept");
    return;
  }
  say("taken-back", { name: names.get(fact.ref) ?? "" });
}

// The numbers, the last ones, and how it goes

function showNumbers() {
  const inside = state.people(here());
  const expected = Math.max((list?.signedUp ?? 0) - state.signedUp(here()), 0);
  const most = list?.most ?? null;
  $("numbers").hidden = !list;
  $("inside").querySelector("b").textContent = inside;
  $("expected").querySelector("b").textContent = expected;
  $("free").hidden = most === null;
  $("free").querySelector("b").textContent = Math.max(most - inside - expected, 0);
  const level = most && inside >= most ? "full" : most && inside >= NEARLY_FULL * most ? "nearly" : "";
  $("inside").dataset.level = level;
  $("full").hidden = level !== "full";
  $("full").textContent = level === "full" ? put(TEXTS.full, { most }) : "";
  const counted = standing(facts).filter((fact) => fact.kind === "tally" && fact.place === here());
  $("tally").textContent = counted.reduce((sum, fact) => sum + fact.people, 0);
  if (list) $("event").textContent = (list.atSession && list.label) || list.title;
  showLatest();
}

function showLatest() {
  const last = standing(facts)
    .filter((fact) => fact.kind !== "tally" && fact.place === here())
    .sort(inOrder)
    .slice(-LATEST)
    .reverse();
  $("latest").hidden = !last.length;
  $("latest")
    .querySelector("ul")
    .replaceChildren(
      ...last.map((fact) => {
        const who = fact.name || names.get(fact.ref) || (fact.kind === "walkIn" ? TEXTS.walkIn : put(TEXTS.people, fact));
        const details = `${put(TEXTS.people, fact)}, ${hour(momentOf(fact))}`;
        const undo = element("button", { class: "btn btn--2", type: "button", text: TEXTS.undo, onclick: () => takeBack(fact) });
        undo.append(element("span", { class: "visually-hidden", text: `: ${who}, ${details}` }));
        const whose = element("div", {}, element("strong", {}, element("bdi", { text: who })), element("span", { class: "muted small", text: details }));
        return element("li", {}, whose, undo);
      }),
    );
}

function showState({ online, waiting, closed, failed }) {
  const rehearses = $("rehearse").checked;
  const text = failed
    ? TEXTS.failed
    : rehearses
      ? TEXTS.rehearsing
      : online
        ? waiting
          ? TEXTS.sending
          : TEXTS.online
        : waiting
          ? TEXTS.offlineWaiting
          : TEXTS.offline;
  $("status").textContent = put(text, { count: waiting });
  document.documentElement.dataset.online = String(online && !rehearses);
  $("closed").hidden = !closed;
  $("closed").replaceChildren(...(closed ? [TEXTS.closed[closed], " ", element("a", { href: TEXTS.addresses.enter, text: "↻" })] : []));
  if (closed) forgetNames();
}

// What a pass that ended leaves on the screen: nobody.
function forgetNames() {
  names.clear();
  $("verdict").replaceChildren();
  $("found").hidden = true;
  remember();
}

// The camera

async function start(deviceId) {
  wakeSound();
  $("no-camera").hidden = true;
  try {
    if (!navigator.mediaDevices) throw new DOMException("", "NotFoundError");
    await camera.start(deviceId);
  } catch (error) {
    const is_missing = ["NotFoundError", "OverconstrainedError"].includes(error.name);
    $("no-camera").textContent = is_missing ? TEXTS.noCamera : TEXTS.cameraRefused;
    $("no-camera").hidden = false;
    camera?.stop();
  }
  await showCamera();
}

async function showCamera() {
  const is_on = Boolean(camera?.isOn);
  $("scan").classList.toggle("scan--on", is_on);
  $("start").hidden = is_on;
  $("tools").hidden = !is_on;
  if (!is_on) return;
  $("torch").hidden = !camera.hasTorch;
  $("torch").setAttribute("aria-pressed", "false");
  $("turn").hidden = (await camera.all()).length < 2;
}

function seen(text, seenAt) {
  const now = performance.now();
  const is_same = text === lastSeen.text && now - lastSeen.at < SAME_CODE;
  lastSeen = { text, at: now };
  if (is_same) return;
  document.documentElement.dataset.seenAt = String(seenAt);
  look(text);
}

// Searching by name, where the names are on this phone; else the form asks the house.

async function search(event) {
  event.preventDefault();
  const text = $("q").value.trim();
  if (readToken(text) || readCode(text)) {
    $("q").value = "";
    $("found").hidden = true;
    look(text);
    return;
  }
  const has_names = [...byReference.values()].some((guest) => guest.names);
  if (!has_names && (await isHouseThere())) {
    event.target.submit();
    return;
  }
  const words = fold_name(text).split(/\s+/).filter(Boolean);
  const is_it = (name) => words.every((word) => fold_name(name).includes(word));
  const found = words.length && has_names ? [...byReference.values()].filter((guest) => guest.names.some(is_it)) : [];
  $("found").hidden = false;
  $("found").replaceChildren(
    ...(found.length
      ? found.slice(0, MOST_FOUND).map((guest) => {
          const [name] = guest.names;
          const choose = element("button", { class: "btn btn--2", type: "button", text: name, onclick: () => chosen(guest) });
          return element("li", {}, choose, element("span", { class: "muted small", text: put(TEXTS.people, guest) }));
        })
      : [element("li", { text: TEXTS.nobody })]),
  );
}

// Nobody leaves this page for one that cannot be reached.
async function isHouseThere() {
  if (!navigator.onLine) return false;
  await exchange.now();
  return exchange.state.online;
}

function chosen(guest) {
  $("found").hidden = true;
  $("q").value = "";
  asked++;
  show(openGuest(guest));
}

// The beginning

// Each event has a store of its own; without internet it is the one of last time.
async function eventHere() {
  try {
    const answer = await fetch(TEXTS.addresses.guests, { cache: "no-store", signal: AbortSignal.timeout(EVERY) });
    const guests = answer.ok ? await answer.json() : null;
    if (guests?.event) {
      localStorage.setItem("door", guests.event);
      return guests;
    }
  } catch {} // no internet, or the house is down
  return null;
}

async function begin() {
  // At once, so that the first ticket does not wait for the decoder, nor miss it when a newer page came meanwhile.
  camera = new Camera($("video"), new URL("./decoder.js", import.meta.url), { onCode: seen, onPicture: () => {} });
  navigator.serviceWorker?.register(TEXTS.addresses.worker).catch(() => {});
  navigator.storage?.persist?.().catch(() => {});
  const heard = await eventHere();
  store = await Store.open(`door-${localStorage.getItem("door") ?? "none"}`);
  if (heard) await store.keep("guests", heard);
  exchange = new Exchange(store, TEXTS.addresses, {
    onState: showState,
    onNews: remember,
    rehearses: () => $("rehearse").checked,
  });
  exchange.offset = (await store.note("offset")) ?? 0;
  await remember();
  await exchange.now();
  setInterval(() => document.hidden || exchange.now(), EVERY);
  for (const happens of ["online", "offline", "pageshow"]) addEventListener(happens, () => exchange.now());
  document.addEventListener("visibilitychange", () => document.hidden || exchange.now());
}

$("start").addEventListener("click", () => start());
$("off").addEventListener("click", () => {
  camera.stop();
  showCamera();
});
$("torch").addEventListener("click", async ({ currentTarget }) => {
  const on = currentTarget.getAttribute("aria-pressed") !== "true";
  await camera.light(on).catch(() => {});
  currentTarget.setAttribute("aria-pressed", String(on));
});
$("turn").addEventListener("click", async () => {
  const cameras = await camera.all();
  await start(cameras[(cameras.indexOf(camera.current) + 1) % cameras.length]);
});
$("search").addEventListener("submit", search);
$("rehearse").addEventListener("change", () => exchange.now());
for (const button of document.querySelectorAll("[data-people]")) {
  button.addEventListener("click", () => letInWithout(Number(button.dataset.people)));
}
for (const button of document.querySelectorAll("[data-tally]")) {
  button.addEventListener("click", () => count(Number(button.dataset.tally)));
}
begin().catch((error) => {
  console.error(error);
  say("not-kept");
});
