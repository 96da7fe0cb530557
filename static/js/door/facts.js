// What the facts of the door say together: the same fold as in eventapp/door/facts.py, whatever order they came in.
//
// A fact is {id, device, seq, kind, ref, place, people, at, offset, undoOf}; `at` and `offset` are milliseconds. One of
// somebody without a sign-up may say {name, language, neighbourhood, age} as well.

const OF_A_TICKET = ["in", "more"];

const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
export const momentOf = (fact) => fact.at + fact.offset;

export function inOrder(one, other) {
  return (
    momentOf(one) - momentOf(other) ||
    compare(one.device, other.device) ||
    one.seq - other.seq ||
    compare(one.id, other.id)
  );
}

// What was not undone; an undo names the ticket too, where there is one, and may come before what it undoes.
export function standing(facts) {
  const undone = new Set(facts.filter((fact) => fact.kind === "undo").map((fact) => `${fact.undoOf} ${fact.ref}`));
  return facts.filter((fact) => fact.kind !== "undo" && !undone.has(`${fact.id} ${fact.ref}`));
}

export class Presence {
  constructor() {
    this.admission = null;
    this.more = [];
    this.duplicates = []; // let in once more, somewhere else at the same time: listed, not counted
  }

  get counted() {
    return this.admission ? [this.admission, ...this.more] : this.more;
  }

  get people() {
    return this.counted.reduce((sum, fact) => sum + fact.people, 0);
  }

  get since() {
    return this.counted.length ? Math.min(...this.counted.map(momentOf)) : null;
  }

  get first() {
    return [...this.counted].sort(inOrder)[0] ?? null;
  }

  within(party) {
    return Math.min(this.people, party);
  }
}

export class DoorState {
  constructor() {
    this.presences = new Map();
    this.withoutTicket = [];
    this.given = new Set(); // the tickets that were given at a door
  }

  of(ref, place = "") {
    return this.presences.get(`${ref} ${place}`) ?? new Presence();
  }

  people(place = "") {
    const without = this.withoutTicket.reduce((sum, fact) => sum + (fact.place === place ? fact.people : 0), 0);
    return this.#ofTickets(place, () => true) + without;
  }

  // Of who was signed up; who got a ticket at the door was not expected.
  signedUp(place = "") {
    return this.#ofTickets(place, (ref) => !this.given.has(ref));
  }

  #ofTickets(place, counts) {
    let people = 0;
    for (const [key, presence] of this.presences) {
      const [ref, where] = key.split(" ");
      if (where === place && counts(ref)) people += presence.people;
    }
    return people;
  }
}

export function fold(facts) {
  const state = new DoorState();
  const once = [...new Map(facts.map((fact) => [fact.id, fact])).values()];
  for (const fact of standing(once).sort(inOrder)) {
    if (fact.ref && fact.kind === "walkIn") state.given.add(fact.ref);
    if (fact.ref && fact.kind !== "tally") add(state, fact);
    else if (!fact.ref && !OF_A_TICKET.includes(fact.kind)) state.withoutTicket.push(fact);
  }
  return state;
}

function add(state, fact) {
  const key = `${fact.ref} ${fact.place}`;
  const presence = state.presences.get(key) ?? new Presence();
  state.presences.set(key, presence);
  if (fact.kind === "more") presence.more.push(fact);
  else if (presence.admission) presence.duplicates.push(fact);
  else presence.admission = fact;
}
