// What the phone knows of tickets and lists: the server's data, and what this phone has decided since.
import { CANNOT_CHECK, codeReader, signatureIn, uncheckedCode } from "./code_reader.js";
import { judge, periodOf } from "./judge.js";
import { idOf, openedRecord } from "./seal.js";

export class Holdings {
  #data;
  #read;
  #tickets;
  #replaced;
  #seen = new Map(); // key: {key, id, list, day, at, direction, isFirst, isUndone, answered}
  #names; // id: {id, name, organisation}
  #at;

  /** `names` are [[id, name, organisation], …] where the phone may hold them. */
  constructor(data, seen = [], names = []) {
    this.#names = new Map(names.map(([id, name, organisation]) => [id, { id, name, organisation, category: "" }]));
    this.#data = data;
    this.#read = codeReader(data.codes);
    this.#tickets = new Map(data.tickets.map((each) => [each.id, each]));
    this.#replaced = new Set(data.replaced);
    this.#at = Date.parse(data.now);
    for (const each of seen) this.#seen.set(each.key, each);
  }

  get event() {
    return this.#data.event;
  }

  get lists() {
    return this.#data.lists;
  }

  get conflicts() {
    return this.#data.conflicts ?? [];
  }

  /** When the server last said that this is so, in milliseconds. */
  get at() {
    return this.#at;
  }

  /** What the phone decided and handed in before `at` is in the server's data of then: its keys, now forgotten here. */
  agree(at) {
    this.#at = at;
    const known = this.seen.filter((each) => each.answered && each.answered < at).map((each) => each.key);
    for (const key of known) this.#seen.delete(key);
    return known;
  }

  get staleAfter() {
    return this.#data.stale_after * 1000;
  }

  get holdsNames() {
    return this.#names.size > 0;
  }

  listCalled(slug) {
    return this.lists.find((each) => each.slug === slug) ?? this.lists[0];
  }

  /** What this phone decided, for the next page and the next data. */
  get seen() {
    return [...this.#seen.values()];
  }

  note(entry) {
    this.#seen.set(entry.key, entry);
  }

  /** {id, isSigned} of what was scanned or typed, or {reason} if it is no code of this event. */
  async read(text) {
    const { code, reason } = await (await this.#read)(text);
    // Where a browser knows no such signature, a signed text counts for as much as its eight letters would.
    const printed = reason === CANNOT_CHECK ? uncheckedCode(text, this.#data.codes.event) : code;
    if (!printed) return { reason: reason === CANNOT_CHECK ? "other event" : reason };
    return { id: await idOf(printed, this.#data.salt), isSigned: Boolean(code && signatureIn(text)) };
  }

  /** The phone's own verdict on what `read` made of a text: {verdict, reason, past}. */
  judged(read, { list, direction, now }) {
    if (read.reason) return { verdict: "refused", reason: read.reason, past: null };
    const past = this.#past(read.id, list, periodOf(list, this.event, now));
    const told = judge({
      ticket: this.#tickets.get(read.id) ?? null,
      isReplaced: this.#replaced.has(read.id),
      isSigned: read.isSigned,
      past,
      list,
      direction,
      event: this.event,
      isFull: this.#isFull(list, now),
      now,
    });
    return { ...told, past };
  }

  /** Who it is, as far as the phone can know: {name, organisation, category, flags}, or null. */
  async holder(read, text) {
    const ticket = this.#tickets.get(read.id);
    if (!ticket) return null;
    const category = ticket.products.map((each) => this.#data.products[each]).filter(Boolean).join(", ");
    const flags = [...ticket.marks];
    const named = this.#names.get(read.id);
    const signed = text && signatureIn(text);
    const sealed = signed && ticket.sealed[signed.key];
    if (sealed) {
      const opened = await openedRecord(sealed, signed.signature, this.#data.salt).catch(() => null);
      if (opened) return { ...opened, flags };
    }
    return { name: named?.name ?? "", organisation: named?.organisation ?? "", category, flags };
  }

  /** Up to twenty people whose name or organisation has all of the words; none if the phone holds no names. */
  found(words) {
    const wanted = plain(words).split(/\s+/).filter(Boolean);
    if (wanted.every((word) => word.length < 2)) return [];
    const fits = ({ name, organisation }) => wanted.every((word) => plain(`${name} ${organisation}`).includes(word));
    return [...this.#names.values()].filter(fits).slice(0, 20);
  }

  /** Who is inside by what the phone knows: {named: [{name, organisation}], unnamed: Map of category to number}. */
  inside(list, now) {
    const named = [];
    const unnamed = new Map();
    for (const id of this.#idsInside(list, now)) {
      const name = this.#names.get(id);
      const products = this.#tickets.get(id)?.products ?? [];
      const category = products.map((each) => this.#data.products[each]).filter(Boolean)[0] ?? "New to this phone";
      if (name) named.push({ ...name, category });
      else unnamed.set(category, (unnamed.get(category) ?? 0) + 1);
    }
    named.sort((one, other) => surname(one).localeCompare(surname(other)));
    return { named, unnamed };
  }

  /** The admission of a ticket to a list in a period, as far as the phone knows: {at, place, inside}, or null. */
  #past(id, list, day) {
    const told = this.#tickets.get(id)?.in.find(([slug, when]) => slug === list.slug && when === day);
    let past = told ? { at: told[2], place: told[3], inside: told[4] } : null;
    for (const each of this.#seen.values()) {
      if (each.id !== id || each.list !== list.slug || each.day !== day) continue;
      const isIn = (each.direction === "in") !== each.isUndone;
      if (each.isUndone && each.isFirst) past = null;
      else if (past || isIn) past = { ...(past ?? { at: new Date(each.at).toISOString(), place: "" }), inside: isIn };
    }
    return past;
  }

  #isFull(list, now) {
    return list.capacity !== null && this.#idsInside(list, now).length >= list.capacity;
  }

  #idsInside(list, now) {
    const day = periodOf(list, this.event, now);
    const ids = new Set([...this.#tickets.keys(), ...this.seen.map((each) => each.id)]);
    return [...ids].filter((id) => this.#past(id, list, day)?.inside);
  }
}

/** The clock on the wall of the event. */
export function clockTime(moment, zone) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(moment);
}

function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function surname({ name }) {
  return name.trim().split(/\s+/).at(-1) ?? "";
}
