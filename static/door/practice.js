// Practice: made-up people at a made-up door, judged by the same code as real ones. Nothing of it is kept or sent.
import { Holdings } from "./holdings.js";
import { idOf } from "./seal.js";

const SALT = btoa("practice");
const ZONE = "Europe/London";
/** Codes as they stand under a QR, so that one may type them, and what each is to teach. */
export const MADE_UP = [
  { code: "PRACT1C1", name: "Dr Ash Example", organisation: "Northmere Hospital", standing: "good" },
  { code: "PRACT1C2", name: "Ms Bracken Sample", organisation: "Strathfell Health Board", standing: "good", marks: ["photo"] },
  { code: "PRACT1C3", name: "Mr Yarrow Pattern", organisation: "Lagan Trust", standing: "cancelled" },
  { code: "PRACT1C4", name: "Dr Fern Specimen", organisation: "Gwynfa Surgery", standing: "unpaid" },
  { code: "PRACT1C5", name: "Dr Hazel Template", organisation: "Northmere Hospital", standing: "unproved" },
  { code: "PRACT1C6", name: "Rowan Draft", organisation: "", standing: "good", isReplaced: true },
];

export async function practicePlace() {
  const people = await Promise.all(MADE_UP.map(async (each) => ({ ...each, id: await idOf(each.code, SALT) })));
  const now = new Date();
  const list = { slug: "main", name: "Practice door", day: null, opens_at: null, closes_at: null, capacity: null };
  const data = {
    now: now.toISOString(),
    event: { name: "Practice", zone: ZONE, first_day: now.toISOString().slice(0, 10) },
    codes: { keys: {}, retired: [], event: 0 },
    salt: SALT,
    products: { 1: "Two days" },
    lists: [{ ...list, entry: "once a day", reenters: true, unpaid_may_enter: false, products: [], admitted: 0 }],
    tickets: people.map(({ id, standing, marks = [] }) => ({ id, standing, products: [1], only_day: null, marks, in: [], sealed: {} })),
    replaced: people.filter((each) => each.isReplaced).map((each) => each.id),
    stale_after: 3600,
  };
  const names = people.map(({ id, name, organisation }) => [id, name, organisation]);
  return new Practice(new Holdings(data, [], names));
}

class Practice {
  #counter = 0;
  isOnline = false;
  conflicts = [];
  unsent = 0;
  last = [];

  constructor(holdings) {
    this.holdings = holdings;
  }

  get now() {
    return Date.now();
  }

  async nextCounter() {
    return (this.#counter += 1);
  }

  async keep() {}

  async note(entry) {
    this.holdings.note(entry);
  }

  async remember(told) {
    this.last = [told, ...this.last];
  }

  async find(words) {
    return this.holdings.found(words);
  }
}
