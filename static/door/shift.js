// One shift of one phone at one door: judges by the server where there is a line and by itself where there is none, keeps
// every scan until the server has answered for it, and forgets all when the shift is over.
import { Clock } from "./clock.js";
import { ask, NoAnswer } from "./line.js";
import { Package } from "./package.js";
import { isAnswer, Queue } from "./queue.js";
import { namesKey } from "./seal.js";

const VERDICT_WITHIN = 1500; // milliseconds for the server's verdict; then the phone has its own
const BACK_WITHIN = 1200; // a line this slow is none
const PROBE_EVERY = 15_000;
const PROBE_AWAY_EVERY = 2500; // while there is no line
const DATA_EVERY = 60_000;
const TOO_OFTEN = 429;
const LAST = 20; // scans to look back on

const isNow = (json) => typeof json?.now === "string" && Number.isInteger(json.inside);
const isEnrolment = (json) => typeof json?.token === "string" && typeof json.device?.ends_at === "string";

/** Tells its listeners "changed" whenever there is something new to show of it. */
export class Shift extends EventTarget {
  #store;
  #queue;
  #package;
  #clock = new Clock();
  #device = null; // {token, id, name, ends_at}
  #counter = 0;
  #watching = null;
  #flushing = null;
  #inFlight = new Set(); // keys whose verdict is being asked for
  #timer;
  #dataDue = 0;

  isOnline = navigator.onLine;
  wasEnded = null; // why this phone was wiped
  ended = null; // "revoked", "over", or "unknown" where the server knows no such device
  last = []; // the latest scans first: what `Scanning` told, of which the disk keeps no name and no code
  count = null; // {inside, expected, at}

  constructor(store) {
    super();
    this.#store = store;
    this.#queue = new Queue(store);
    this.#package = new Package(store);
  }

  /** Take up what an earlier page left, and keep the line under watch. */
  async begin() {
    await this.#queue.fill();
    this.#device = (await this.#store.kept("device")) ?? null;
    this.#clock = new Clock(await this.#store.kept("clock"));
    this.#counter = (await this.#store.kept("counter")) ?? 0;
    this.ended = (await this.#store.kept("ended")) ?? null;
    this.wasEnded = (await this.#store.kept("was ended")) ?? null;
    this.last = (await this.#store.kept("last")) ?? [];
    await this.#package.open();
    addEventListener("online", () => this.#watch());
    addEventListener("offline", () => this.#lineIs(false));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) return;
      this.#clock.wake();
      this.#watch();
    });
    this.#watch();
  }

  get isEnrolled() {
    return this.#device !== null;
  }

  get device() {
    return this.#device && { ...this.#device, ...this.#package.device };
  }

  get holdings() {
    return this.#package.holdings;
  }

  get unsent() {
    return this.#queue.count;
  }

  get now() {
    return this.#clock.now();
  }

  get skew() {
    return this.#clock.skew;
  }

  /** For how long the oldest scan has waited, in milliseconds. */
  get waitingFor() {
    return this.unsent ? this.now - this.#queue.oldest : 0;
  }

  get age() {
    return this.holdings ? Math.max(0, this.now - this.holdings.at) : Infinity;
  }

  get isStale() {
    return this.age > (this.holdings?.staleAfter ?? 0);
  }

  get conflicts() {
    return this.holdings?.conflicts ?? [];
  }

  /** Become the device that the desk's code is for. Raises NoAnswer, with the server's words where it gave some. */
  async enrol(code) {
    if (this.isEnrolled && this.unsent) await this.#flush();
    if (this.unsent) throw new NoAnswer(0, `${this.unsent} scans of the last shift wait on this phone. Hand them in first.`);
    const { json } = await ask("enrol", { body: { code }, limit: 20_000, isIt: isEnrolment });
    await this.#forget();
    this.#device = { token: json.token, ...json.device };
    if (json.names_key) await this.#store.keep("names key", await namesKey(json.names_key));
    await this.#store.keep("device", this.#device);
    await navigator.storage?.persist?.().catch(() => null);
    await this.#watch();
  }

  async nextCounter() {
    const counter = (this.#counter += 1);
    await this.#store.keep("counter", counter);
    return counter;
  }

  /** Sealed and on the disk when the promise is kept. */
  async keep(record) {
    const sealed = await (await this.#package.seal)(record);
    await this.#queue.add({ key: record.key, sealed, counter: record.counter, at: Date.parse(record.scanned_at) });
    await this.#store.keep("clock", this.#clock.toKeep);
    this.#changed();
  }

  /** The server's verdict on what was kept, which then waits no more; null if there is none in time. */
  async serversVerdict(record) {
    if (!this.isOnline) return null;
    this.#inFlight.add(record.key);
    try {
      const body = { scans: [record], sent_at: new Date(this.now).toISOString(), unsent: this.unsent - 1 };
      const { json } = await ask("scans", { token: this.#device.token, body, limit: VERDICT_WITHIN, isIt: isAnswer });
      const told = json.results.find((each) => each?.key === record.key) ?? null;
      if (told) await this.#queue.answered(record.key);
      this.#changed();
      return told;
    } catch (error) {
      this.#hear(error);
      return null;
    } finally {
      this.#inFlight.delete(record.key);
    }
  }

  /** Remember what was decided here until the server's data knows it. */
  note(entry) {
    return this.#package.note(entry);
  }

  async remember(told) {
    this.last = [told, ...this.last].slice(0, LAST);
    const onDisk = this.last.map(({ key, at, list, direction, id, verdict, reason }) => ({ key, at, list, direction, id, verdict, reason }));
    await this.#store.keep("last", onDisk);
  }

  /**
   * People found by the server, or by the phone where it may; null where neither can look. Raises NoAnswer with the
   * server's words where it has been asked too often.
   */
  async find(words) {
    if (this.isOnline) {
      try {
        const isIt = (json) => Array.isArray(json?.found);
        const { json } = await ask("search", { token: this.#device.token, body: { words }, limit: 4000, isIt });
        return json.found;
      } catch (error) {
        if (error.status !== TOO_OFTEN || !error.problem) this.#hear(error);
        else if (!this.holdings?.holdsNames) throw error;
      }
    }
    return this.holdings?.holdsNames ? this.holdings.found(words) : null;
  }

  /** Hand in what waits and ask for new data now. */
  async refresh() {
    this.#dataDue = 0;
    await this.#watch();
  }

  /** Ask whether there is a line, and use it if there is. Comes again by itself. */
  #watch() {
    this.#watching ??= this.#look()
      .catch((error) => this.#hear(error))
      .finally(() => {
        this.#watching = null;
        this.#watchIn(this.isOnline ? PROBE_EVERY : PROBE_AWAY_EVERY);
        this.#changed();
      });
    return this.#watching;
  }

  async #look() {
    if (!this.isEnrolled) return;
    if (!this.ended && this.now >= Date.parse(this.device.ends_at) && this.holdings) await this.#end("over");
    if (this.ended) {
      await this.#flush();
      if (this.unsent === 0) await this.#forget();
      return;
    }
    const { json, took } = await ask("now", { token: this.#device.token, limit: BACK_WITHIN, isIt: isNow });
    this.#clock.hear(json.now, took);
    this.count = { inside: json.inside, expected: json.expected, at: this.now };
    await this.#store.keep("clock", this.#clock.toKeep);
    this.#lineIs(true);
    const handedIn = this.unsent > 0;
    await this.#flush();
    if (!handedIn && this.holdings && performance.now() < this.#dataDue) return;
    await this.#package.fetch(this.#device.token, this.now);
    this.#dataDue = performance.now() + DATA_EVERY;
  }

  #flush() {
    this.#flushing ??= navigator.locks
      .request(`flush ${location.pathname}`, () => this.#handIn())
      .finally(() => (this.#flushing = null));
    return this.#flushing;
  }

  async #handIn() {
    const told = (results) => {
      const keys = new Set(results.map((each) => each.key));
      for (const each of this.holdings?.seen ?? []) {
        if (keys.has(each.key)) this.note({ ...each, answered: this.now });
      }
      this.#changed();
    };
    const { token } = this.#device;
    await this.#queue.flush({ token, now: () => this.now, told, except: this.#inFlight });
  }

  /** What a missing answer says: that there is no line, or that this device is at its end. */
  #hear(error) {
    if (!(error instanceof NoAnswer)) throw error;
    const { status, problem } = error;
    if (status === 410) this.#end(problem === "revoked" ? "revoked" : "over");
    else if (status === 401) this.#end("unknown");
    else this.#lineIs(false);
  }

  #lineIs(isOnline) {
    if (this.isOnline === isOnline) return;
    this.isOnline = isOnline;
    this.#changed();
    if (!isOnline) this.#watchIn(PROBE_AWAY_EVERY);
  }

  #watchIn(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#watch(), milliseconds);
  }

  /** From now on nothing is judged here: the data goes at once, and what waits when it is handed in. */
  async #end(why) {
    if (this.ended) return;
    this.ended = why;
    await Promise.all([this.#store.keep("ended", why), this.#package.discard()]);
    this.#changed();
    this.#watch();
  }

  /** Why it ended is all that stays, so that whoever opens the page later is told. */
  async #forget() {
    this.#device = this.count = null;
    this.wasEnded = this.ended;
    await this.#package.discard();
    await this.#store.clear(this.wasEnded ? { "was ended": this.wasEnded } : {});
    this.ended = null;
    this.#counter = 0;
    this.last = [];
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("changed"));
  }
}
