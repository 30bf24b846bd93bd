// From what was read to the verdict that is shown. The same for a shift and for practice, each of which is a `place`: it
// knows `now` and its `holdings`, counts (`nextCounter`), keeps a record (`keep`), may ask the server (`serversVerdict`)
// and remembers what was decided (`note`).
import { periodOf } from "./judge.js";

const UNDO_FOR = 15 * 60_000; // milliseconds

export class Scanning {
  #place;
  #turn = Promise.resolve(); // one scan after another, or two of one ticket would not know of each other

  constructor(place) {
    this.#place = place;
  }

  /**
   * The verdict on a `text` that was read, or on somebody who was found by name (`id`): {key, at, list, direction, text, id,
   * verdict, reason, delegate, first, isOwn}. With words `byHand` the steward has decided. It is kept before it is told.
   */
  scan(what) {
    return this.#inTurn(() => this.#scan(what));
  }

  /** Takes back a scan of the last fifteen minutes: a verdict like any other. */
  undo(last) {
    return this.#inTurn(() => this.#undo(last));
  }

  #inTurn(act) {
    const done = this.#turn.then(act);
    this.#turn = done.catch(() => null);
    return done;
  }

  async #scan({ text = "", id = "", list, direction = "in", byHand = "" }) {
    const { holdings } = this.#place;
    const record = await this.#newRecord(list.slug, direction);
    if (text) record.code = text;
    else record.ticket = id;
    const now = Date.parse(record.scanned_at);
    const read = text ? await holdings.read(text) : { id, isSigned: false };
    const own = holdings.judged(read, { list, direction, now });
    const isFirst = own.past === null;
    if (byHand) {
      record.by_hand = byHand;
      Object.assign(own, { verdict: "admitted", reason: "by hand" });
    }
    const told = await this.#told(record, own, holdings);
    told.delegate ??= await holdings.holder(read, text);
    if (told.verdict === "admitted" && read.id) {
      const day = periodOf(list, holdings.event, now);
      const entry = { key: record.key, id: read.id, list: list.slug, day, at: now, direction, isFirst, isUndone: false };
      await this.#place.note({ ...entry, answered: told.isOwn ? null : this.#place.now });
    }
    return { ...told, key: record.key, at: now, list: list.slug, direction, text, id: read.id };
  }

  async #undo(last) {
    const { holdings } = this.#place;
    const record = await this.#newRecord(last.list, last.direction);
    record.undo_of = last.key;
    if (last.text) record.code = last.text;
    else if (last.id) record.ticket = last.id;
    const now = Date.parse(record.scanned_at);
    const reason = now - last.at <= UNDO_FOR ? "undone" : "too late to undo";
    const told = await this.#told(record, { verdict: "refused", reason, past: null }, holdings);
    const entry = holdings.seen.find((each) => each.key === last.key);
    if (told.reason === "undone" && entry) {
      await this.#place.note({ ...entry, isUndone: true, answered: told.isOwn ? null : this.#place.now });
    }
    return { ...told, key: record.key, at: now, delegate: last.delegate };
  }

  async #newRecord(list, direction) {
    const counter = await this.#place.nextCounter();
    return { key: crypto.randomUUID(), list, scanned_at: new Date(this.#place.now).toISOString(), counter, direction };
  }

  /** The server's verdict if it comes in time, else the phone's own; on the disk before it is told. */
  async #told(record, own, holdings) {
    if (this.#place.isOnline) {
      await this.#place.keep(record);
      const theirs = await this.#place.serversVerdict(record);
      if (theirs) return { ...theirs, isOwn: false };
    }
    await this.#place.keep({ ...record, verdict: own.verdict, reason: own.reason, data_at: new Date(holdings.at).toISOString() });
    const first = own.verdict === "again" && own.past ? { at: own.past.at, where: own.past.place, by: "" } : null;
    return { verdict: own.verdict, reason: own.reason, first, isOwn: true };
  }
}
