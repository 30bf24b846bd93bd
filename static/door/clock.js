// The event's time on a phone whose own clock may be anything: the server's, and on from there by what cannot be set.

/** The time of the server, which never goes back. `kept` is what an earlier page knew: {offset, latest}. */
export class Clock {
  #offset;
  #latest;
  #base;

  constructor(kept = { offset: 0, latest: 0 }) {
    this.#offset = kept.offset;
    this.#latest = kept.latest;
    this.wake();
  }

  /** Milliseconds since 1970. */
  now() {
    this.#latest = Math.max(this.#latest, this.#base.time + performance.now() - this.#base.at);
    return this.#latest;
  }

  /** A phone that has slept: what counts milliseconds may have slept as well, and its clock has not. */
  wake() {
    this.#base = { time: Date.now() + this.#offset, at: performance.now() };
  }

  /** Go by the time in an answer of the server that was asked for `took` milliseconds ago. */
  hear(serverNow, took) {
    const time = Date.parse(serverNow) + took / 2;
    this.#base = { time, at: performance.now() };
    this.#offset = time - Date.now();
    // What ran ahead while nobody said so is forgotten, or each scan of a day would have one and the same time.
    this.#latest = time;
  }

  /** How far the phone's own clock is ahead, in seconds. */
  get skew() {
    return Math.round(-this.#offset / 1000);
  }

  get toKeep() {
    return { offset: this.#offset, latest: this.#latest };
  }
}
