// What a phone keeps: every fact it knows, which of its own still wait, and a few notes. It is all in IndexedDB, and a
// fact with its number is on the disk before the screen may turn green.

const STORES = ["facts", "queue", "notes"];

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export class Store {
  static async open(name) {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("facts", { keyPath: "id" });
      request.result.createObjectStore("queue", { keyPath: "id" });
      request.result.createObjectStore("notes");
    };
    const store = new Store();
    store.database = await done(request);
    store.database.onversionchange = () => store.database.close();
    return store;
  }

  // One transaction: all that `work` asks happens, or nothing; it ends when it is on the disk.
  async change(work) {
    const transaction = this.database.transaction(STORES, "readwrite", { durability: "strict" });
    const ended = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error("not kept"));
    });
    ended.catch(() => {});
    let result;
    try {
      result = await work((name) => transaction.objectStore(name));
    } catch (error) {
      try {
        transaction.abort();
      } catch {} // it ended by itself
      throw error;
    }
    await ended;
    return result;
  }

  async facts() {
    return done(this.database.transaction("facts").objectStore("facts").getAll());
  }

  async queue() {
    const queue = await done(this.database.transaction("queue").objectStore("queue").getAll());
    return queue.sort((one, other) => one.seq - other.seq);
  }

  async note(key) {
    return done(this.database.transaction("notes").objectStore("notes").get(key));
  }

  async keep(key, value) {
    await this.change((store) => done(store("notes").put(value, key)));
  }

  // A new fact of this phone, with the next number; it waits until the house says that it has it.
  async add(fact) {
    return this.change(async (store) => {
      const notes = store("notes");
      const device = (await done(notes.get("device"))) ?? crypto.randomUUID();
      const seq = ((await done(notes.get("seq"))) ?? 0) + 1;
      const whole = { id: crypto.randomUUID(), place: "", ref: null, undoOf: null, ...fact, device, seq };
      notes.put(device, "device");
      notes.put(seq, "seq");
      store("facts").put(whole);
      await done(store("queue").put(whole));
      return whole;
    });
  }

  async device() {
    return this.change(async (store) => {
      const device = (await done(store("notes").get("device"))) ?? crypto.randomUUID();
      await done(store("notes").put(device, "device"));
      return device;
    });
  }

  // What the house answered: what it has leaves the queue, what others told is known from now on.
  async heard({ acknowledged, changes, cursor, offset }) {
    await this.change(async (store) => {
      for (const id of acknowledged) store("queue").delete(id);
      for (const fact of changes) store("facts").put(fact);
      store("notes").put(offset, "offset");
      await done(store("notes").put(cursor, "cursor"));
    });
  }

  // The names leave the phone; what was not handed over yet stays until it is.
  async forgetGuests() {
    await this.change((store) => done(store("notes").delete("guests")));
  }
}
