// A ticket's code: how a scanned or typed one is read, and what it opens on the guest list.
// The same as in eventapp/tickets/codes.py and eventapp/door/guests.py.

const TICKET = /^(?:https?:\/\/[a-z0-9.:[\]-]+(?:\/[a-z]{2})?\/T\/)?([A-Z2-7]{26})$/i;
const SHORT_CODE = /^[A-HJ-NP-Z2-9]{6}$/i;
const BETWEEN = /[\s.\-\u2010-\u2015]/g;
const LONGEST_ADDRESS = 300;
const LONGEST_CODE = 40;
const NONCE = 12;
const TOKEN_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

const bytes = (text) => new TextEncoder().encode(text);

// The token in a ticket's whole address, or the token itself; null for anything else.
export function readToken(scanned) {
  const found = scanned.length <= LONGEST_ADDRESS && TICKET.exec(scanned.trim());
  return found ? found[1].toUpperCase() : null;
}

// The short code that somebody typed, however they wrote it; null if it cannot be one.
export function readCode(typed) {
  const code = typed.length <= LONGEST_CODE ? typed.replace(BETWEEN, "") : "";
  return SHORT_CODE.test(code) ? code.toUpperCase() : null;
}

// What a phone may keep of a ticket without being able to forge it: 8 bytes of SHA-256, in hexadecimal.
export async function referenceOf(token) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes(`ref1|${token}`)));
  return Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A ticket that is given here, at the door: 26 letters, of which nobody can guess one.
export function newToken() {
  return Array.from(crypto.getRandomValues(new Uint8Array(26)), (byte) => TOKEN_LETTERS[byte % 32]).join("");
}

// Its short code: the first 30 bits of the reference, five a letter.
export function codeOfReference(ref) {
  const bits = BigInt(`0x${ref}`) >> 34n;
  return Array.from({ length: 6 }, (_none, place) => CODE_LETTERS[Number((bits >> BigInt(5 * (5 - place))) & 31n)]).join("");
}

// Who got a ticket at a door, as if on the guest list; null where nobody did, or it was taken back.
export function walkInWith(facts, { ref = null, code = null }, list) {
  const given = facts.find(
    (fact) => fact.kind === "walkIn" && fact.ref && (fact.ref === ref || codeOfReference(fact.ref) === code),
  );
  if (!given) return null;
  return { ref: given.ref, says: list?.hasOwnList ? "other-session" : "welcome", name: given.name ?? "", people: given.people };
}

// The place whose door this is at this moment: a session, or the entrance, which is another one on each day.
export function placeAt(moment, list) {
  const begun = (list?.days ?? []).filter((day) => Date.parse(day.from) <= moment);
  return begun.pop()?.place ?? list?.days?.[0]?.place ?? list?.place ?? "";
}

// What the list says of a ticket, to who has the ticket in hand.
export async function unsealed(box, token) {
  const sealed = Uint8Array.from(atob(box), (letter) => letter.charCodeAt(0));
  const secret = await crypto.subtle.importKey("raw", bytes(token), "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: bytes("guest1") };
  const key = await crypto.subtle.deriveKey(how, secret, { name: "AES-GCM", length: 128 }, false, ["decrypt"]);
  const plain = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: sealed.subarray(0, NONCE) },
    key,
    sealed.subarray(NONCE),
  );
  return JSON.parse(new TextDecoder().decode(plain));
}

// What the door says of a guest of whom these people are in: as eventapp/door/rules.py decides it.
export function verdictOf(guest, presence) {
  if (guest.says !== "welcome") return { kind: guest.says, inside: presence.people, most: 0 };
  const inside = presence.people;
  const kind = inside === 0 ? "welcome" : inside < guest.people ? "part-in" : "already-in";
  return { kind, inside, most: guest.people - presence.within(guest.people) || guest.people };
}
