// The scans that wait for the server. One leaves only when the server has answered for its own key: no other answer, and no
// lack of one, ever takes it away (R21).
import { ask, NoAnswer } from "./line.js";

const MOST = 50; // in one batch
const LIMIT = 30_000; // milliseconds for a batch
const GIVE_UP_AFTER = 3; // single scans in a row that the server would not take; the rest waits for the next round

export class Queue {
  #store;
  #waiting = new Map(); // key: {key, sealed, counter, at, tries}
  #size = MOST;

  constructor(store) {
    this.#store = store;
  }

  /** Read what an earlier page left. */
  async fill() {
    for (const each of await this.#store.all("queue")) this.#waiting.set(each.key, each);
  }

  get count() {
    return this.#waiting.size;
  }

  /** When the oldest was recorded, in milliseconds; undefined if none waits. */
  get oldest() {
    return this.count ? Math.min(...[...this.#waiting.values()].map((each) => each.at)) : undefined;
  }

  /** On the disk when the promise is kept. Again under the same key, it takes the place of the earlier one. */
  async add(waiting) {
    const one = { tries: 0, ...waiting };
    this.#waiting.set(one.key, one);
    await this.#store.put("queue", one);
  }

  async answered(...keys) {
    for (const key of keys) this.#waiting.delete(key);
    await this.#store.remove("queue", ...keys);
  }

  /**
   * Hand in all that waits, in the order of their counters. `told(results)` is called with each batch's answers. Raises
   * NoAnswer if there is no line, or the server is done with this device; what it would not take it is offered one by one.
   */
  async flush({ token, now, told, except = new Set() }) {
    let refusals = 0;
    const tried = new Set();
    for (;;) {
      const next = [...this.#waiting.values()].filter((each) => !tried.has(each.key) && !except.has(each.key));
      next.sort((one, other) => one.tries - other.tries || one.counter - other.counter);
      const batch = next.slice(0, this.#size);
      if (batch.length === 0) return;
      try {
        const results = await this.#send(batch, { token, now });
        const known = new Set(batch.map((each) => each.key));
        const ours = results.filter((each) => known.has(each?.key));
        await this.answered(...ours.map((each) => each.key));
        told(ours);
        for (const each of batch) tried.add(each.key); // a second time only in the next round
        refusals = 0;
        this.#size = Math.min(MOST, this.#size * 2);
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        this.#size = Math.ceil(batch.length / 2); // one of them may be what the server stumbles over, or the line is slow
        if (isNoLine(error)) throw error;
        if (batch.length > 1) continue;
        tried.add(batch[0].key);
        await this.add({ ...batch[0], tries: batch[0].tries + 1 });
        refusals += 1;
        if (refusals === GIVE_UP_AFTER) throw error;
      }
    }
  }

  async #send(batch, { token, now }) {
    const scans = batch.map(({ key, sealed }) => ({ key, sealed }));
    const body = { scans, sent_at: new Date(now()).toISOString(), unsent: this.count - batch.length };
    const { json } = await ask("scans", { token, body, limit: LIMIT, isIt: isAnswer });
    return json.results;
  }
}

/** True if the answer to a batch is the server's: one result for each scan, under its key. */
export function isAnswer(json) {
  return Array.isArray(json?.results);
}

/** Nothing came, or nothing that concerns one scan more than another. */
function isNoLine({ status }) {
  return status < 400 || [401, 403, 404, 407, 410, 429, 502, 503, 504, 511].includes(status);
}
