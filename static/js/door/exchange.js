// Telling the house what happened here, and hearing what happened elsewhere. What is not acknowledged stays in the queue,
// whatever goes wrong: a message that got lost is sent again, and the house stores each fact once.

const AT_ONCE = 500;
const PATIENCE = 10_000;

export class Exchange {
  // `onState` hears {online, waiting, closed, failed}; `onNews` that facts or guests became other ones.
  constructor(store, addresses, { onState, onNews, rehearses = () => false }) {
    Object.assign(this, { store, addresses, onState, onNews, rehearses });
    this.state = { online: false, waiting: 0, closed: null, failed: false };
    this.running = null;
    this.offset = 0; // milliseconds that the clock of this phone is behind that of the house
  }

  // Only one at a time: who asks meanwhile hears when the one that runs has ended, and another was made.
  now() {
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = this.#all().finally(() => (this.running = null));
    return this.running;
  }

  async #all() {
    do {
      this.again = false;
      if (await this.#once()) this.again = true;
    } while (this.again);
  }

  // True when there is more to tell or to hear.
  async #once() {
    const queue = await this.store.queue();
    if (this.rehearses()) {
      this.#tell({ online: false, waiting: queue.length });
      return false;
    }
    const device = queue[0]?.device ?? (await this.store.device());
    const batch = queue.filter((fact) => fact.device === device).slice(0, AT_ONCE);
    const began = Date.now();
    const answer = await this.#post(device, batch, queue.length - batch.length);
    if (!answer) {
      this.#tell({ online: false, waiting: queue.length });
      return false;
    }
    if (!answer.acks) {
      // Not understood, or no pass in this browser: nothing is dropped.
      const closed = answer.reason === "no-pass" ? answer.reason : null;
      this.#tell({ online: true, waiting: queue.length, closed, failed: !closed });
      return false;
    }
    const offset = Math.round(Date.parse(answer.serverTime) - (began + Date.now()) / 2);
    this.offset = offset;
    const changes = answer.changes.map((fact) => ({ ...fact, at: Date.parse(fact.at) }));
    const acknowledged = answer.acks.map((ack) => ack.id);
    await this.store.heard({ acknowledged, changes, cursor: answer.cursor, offset });
    const waiting = queue.length - acknowledged.length;
    if (answer.closed) await this.store.forgetGuests();
    else await this.#list(answer.listVersion);
    if (changes.length || acknowledged.length) await this.onNews();
    this.#tell({ online: true, waiting, closed: answer.closed, failed: false });
    return answer.more || waiting > 0;
  }

  async #post(device, batch, queued) {
    const since = (await this.store.note("cursor")) ?? 0;
    const events = batch.map(({ device: _device, ...fact }) => ({ ...fact, at: new Date(fact.at).toISOString() }));
    return this.#ask(this.addresses.checkIns, { device, since, queued, events });
  }

  // The guest list, where it became another one.
  async #list(version) {
    const known = await this.store.note("guests");
    if (known?.version === version) return;
    const list = await this.#ask(this.addresses.guests);
    if (!list?.guests) return;
    await this.store.keep("guests", list);
    await this.onNews();
  }

  // What a code that is not on the list says; nothing where the house cannot be asked.
  async look(text) {
    if (this.rehearses()) return null;
    const answer = await this.#ask(this.addresses.look, { text });
    return answer?.says ? answer : null;
  }

  // The answer of the house, also where that is a no; null where it cannot be reached or stumbles.
  async #ask(address, body) {
    const how = body && { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
    try {
      const answer = await fetch(address, { ...how, signal: AbortSignal.timeout(PATIENCE), cache: "no-store" });
      return answer.status < 500 && answer.status !== 429 ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  #tell(state) {
    this.state = { ...this.state, ...state };
    this.onState(this.state);
  }
}
