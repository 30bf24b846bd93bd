// What the server has given this phone to judge by: asked for, kept on the disk, opened, and gone with the shift.
import { Holdings } from "./holdings.js";
import { isData, renewed } from "./leaves.js";
import { ask } from "./line.js";
import { openedNames, sealer } from "./seal.js";

const WITHIN = 60_000; // milliseconds for the whole of it

export class Package {
  #store;
  #etag = null;
  #json = null; // the whole of it, as the server would send it now
  #holdings = null;
  #seal;
  #round = 0; // one more each time that all is discarded

  constructor(store) {
    this.#store = store;
  }

  /** What there is to judge by; null before the first data and after the shift. */
  get holdings() {
    return this.#holdings;
  }

  /** What the server says of this phone: {id, name, ends_at}. */
  get device() {
    return this.#json?.device ?? {};
  }

  /** A promise of what seals a record for the server. */
  get seal() {
    return this.#seal;
  }

  /** Take up what an earlier page left. */
  async open() {
    const data = await this.#store.kept("data");
    if (!data) return;
    await this.#hold(data);
    await this.#agree(await this.#store.kept("agreed"));
  }

  /** Ask for what has changed, at `now` by the server's clock. Raises NoAnswer. */
  async fetch(token, now) {
    const round = this.#round;
    const { json: told, etag } = await ask("data", { token, etag: this.#etag, holds: this.#json?.marks, limit: WITHIN, isIt: isData });
    if (round !== this.#round) return; // the shift ended while it was on its way
    if (told) {
      const json = renewed(this.#json, told);
      if (!json) return this.#fetchWhole(token, now);
      await this.#store.keep("data", { json, etag });
      await this.#hold({ json, etag });
    }
    await this.#agree(told ? Date.parse(told.now) : now);
  }

  #fetchWhole(token, now) {
    this.#etag = this.#json = null;
    return this.fetch(token, now);
  }

  /** Remember what was decided here until the server's data knows it. */
  async note(entry) {
    if (!this.#holdings) return;
    this.#holdings.note(entry);
    await this.#store.put("seen", entry);
  }

  /** Nothing of it is left, in the page or on the disk; what waits can still be sealed. */
  async discard() {
    this.#round += 1;
    this.#holdings = this.#json = this.#etag = null;
    await this.#store.remove("kept", "data", "names key");
    await this.#store.remove("seen", ...(await this.#store.all("seen")).map((each) => each.key));
  }

  async #hold({ json, etag }) {
    const key = json.names && (await this.#store.kept("names key"));
    const seen = this.#holdings?.seen ?? (await this.#store.all("seen"));
    this.#holdings = new Holdings(json, seen, key ? await openedNames(json.names, key) : []);
    this.#json = json;
    this.#seal = sealer(json.device.seal);
    this.#etag = etag;
  }

  async #agree(at) {
    await this.#store.keep("agreed", at);
    await this.#store.remove("seen", ...this.#holdings.agree(at));
  }
}
