// Runs the scripts of the scanning page under Node: phones with a disk, a clock and a line to the house, all in the hand
// of a test. It reads a command a line, and answers a line; before that it may ask what the house says.

import "fake-indexeddb/auto";
import { createInterface } from "node:readline";

const scripts = process.argv[2];
const { fold, standing } = await import(`${scripts}/facts.js`);
const { codeOfReference, newToken, placeAt, readCode, readToken, referenceOf, unsealed, verdictOf, walkInWith } = await import(`${scripts}/tickets.js`);
const { Store } = await import(`${scripts}/store.js`);
const { Exchange } = await import(`${scripts}/exchange.js`);

const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const hear = async () => JSON.parse((await lines.next()).value);

const phones = new Map();
const ADDRESSES = { checkIns: "check-ins", guests: "guests", look: "look" };

// The line to the house: the test decides what arrives.
let asking = null;
globalThis.fetch = async (address, { body } = {}) => {
  say({ asks: { phone: asking, address, body: body ? JSON.parse(body) : null } });
  const answer = await hear();
  if (answer.lost) throw new TypeError("no line");
  return { status: answer.status, ok: answer.status < 400, json: async () => answer.json };
};

async function start(name) {
  const store = await Store.open(name);
  const phone = { store, state: null };
  const onState = (state) => (phone.state = state);
  phone.exchange = new Exchange(store, ADDRESSES, { onState, onNews: async () => {} });
  phones.set(name, phone);
  return phone;
}

const told = (state) => ({
  people: state.people(),
  signedUp: state.signedUp(),
  presences: [...state.presences].map(([key, presence]) => [
    key,
    presence.people,
    presence.admission?.id ?? null,
    presence.more.map((fact) => fact.id),
    presence.duplicates.map((fact) => fact.id),
  ]),
  withoutTicket: state.withoutTicket.map((fact) => fact.id),
});

const COMMANDS = {
  fold: ({ facts }) => told(fold(facts)),
  standing: ({ facts }) => standing(facts).map((fact) => fact.id),
  read: ({ text }) => ({ token: readToken(text), code: readCode(text) }),
  reference: ({ token }) => referenceOf(token),
  code: ({ ref }) => codeOfReference(ref),
  token: () => newToken(),
  place: ({ moment, list }) => placeAt(moment, list),
  walkIn: ({ facts, list, ...which }) => walkInWith(standing(facts), which, list),
  unsealed: async ({ box, token }) => {
    try {
      return await unsealed(box, token);
    } catch {
      return null;
    }
  },
  verdict: ({ guest, facts }) => verdictOf(guest, fold(facts).of(guest.ref)),
  start: async ({ phone }) => void (await start(phone)),
  restart: async ({ phone }) => {
    phones.get(phone).store.database.close();
    await start(phone);
  },
  write: ({ phone, fact }) => phones.get(phone).store.add(fact),
  exchange: async ({ phone }) => {
    asking = phone;
    await phones.get(phone).exchange.now();
    return phones.get(phone).state;
  },
  look: async ({ phone, text }) => {
    asking = phone;
    return phones.get(phone).exchange.look(text);
  },
  knows: async ({ phone }) => {
    const { store } = phones.get(phone);
    const facts = await store.facts();
    const guests = (await store.note("guests")) ?? null;
    return { facts, queue: await store.queue(), state: told(fold(facts)), guests };
  },
};

for (;;) {
  const { value } = await lines.next();
  if (value === undefined) break;
  const { command, now, ...given } = JSON.parse(value);
  if (now !== undefined) Date.now = () => now;
  try {
    say({ done: (await COMMANDS[command](given)) ?? null });
  } catch (error) {
    say({ failed: String(error?.stack ?? error) });
  }
}
