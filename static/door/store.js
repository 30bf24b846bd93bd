// What stays on the phone when the page is closed: IndexedDB, one for each event's door.
const SHELVES = { kept: "name", queue: "key", seen: "key" };
// Where a phone asks for it, what is written is on the disk before it is shown.
const SAFELY = { durability: "strict" };

/** Opens the stores of the door called `name`. */
export async function openStore(name) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    for (const [shelf, keyPath] of Object.entries(SHELVES)) request.result.createObjectStore(shelf, { keyPath });
  };
  return new Store(await done(request));
}

class Store {
  #database;

  constructor(database) {
    this.#database = database;
  }

  /** One value by its name, such as the device, the data or the clock; undefined if it was never kept. */
  async kept(name) {
    return (await done(this.#shelf("kept", "readonly").get(name)))?.value;
  }

  keep(name, value) {
    return this.put("kept", { name, value });
  }

  all(shelf) {
    return done(this.#shelf(shelf, "readonly").getAll());
  }

  /** What is handed over is on the disk when the promise is kept. */
  put(shelf, ...values) {
    return this.#write(shelf, (each) => each.put.bind(each), values);
  }

  remove(shelf, ...keys) {
    return this.#write(shelf, (each) => each.delete.bind(each), keys);
  }

  /** Nothing is left in it but these values by their names: all at once, however soon the page is closed. */
  clear(values = {}) {
    const shelves = Object.keys(SHELVES);
    const transaction = this.#database.transaction(shelves, "readwrite", SAFELY);
    for (const shelf of shelves) transaction.objectStore(shelf).clear();
    for (const [name, value] of Object.entries(values)) transaction.objectStore("kept").put({ name, value });
    return ended(transaction);
  }

  #shelf(shelf, mode) {
    return this.#database.transaction(shelf, mode, SAFELY).objectStore(shelf);
  }

  #write(shelf, how, values) {
    const place = this.#shelf(shelf, "readwrite");
    const write = how(place);
    for (const value of values) write(value);
    return ended(place.transaction);
  }
}

function ended(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
