// The door's page on a phone: what is pressed, typed and seen goes to the shift, or to practice, and its verdict to the screen.
import { offerCamera } from "./camera.js";
import { NoAnswer } from "./line.js";
import { showEvacuation, showFound, showLast } from "./people.js";
import { MADE_UP, practicePlace } from "./practice.js";
import { Scanning } from "./scanning.js";
import { announce, element, endOf, showFacts, showReady, showState, showVerdict, turnTo } from "./screen.js";
import { Shift } from "./shift.js";
import { openStore } from "./store.js";
import { keepPage } from "./updating.js";

const MAIN = "main";
const by = (id) => document.getElementById(id);
const slug = location.pathname.split("/")[2];
const code = by("code");
let shift;
let place; // the shift, or practice
let scanning;
let list;
let direction = "in";
let last = null; // what was told last
let screen = "";

function work(at) {
  place = at;
  scanning = new Scanning(place);
  last = null;
  by("practice").hidden = place === shift;
  document.querySelector("body > footer").hidden = !place.holdings;
  if (place.holdings) {
    offerLists();
    showReady();
  }
  go(place.holdings ? "" : "enrol");
}

/** The lists to read for, and the one that was chosen before. */
function offerLists() {
  const { lists } = place.holdings;
  const slugs = lists.map((each) => each.slug).join();
  if (by("list").dataset.slugs !== slugs) {
    const chosen = localStorage.getItem(`list of ${slug}`);
    by("list").replaceChildren(...lists.map((each) => new Option(each.name, each.slug, false, each.slug === chosen)));
    by("list").dataset.slugs = slugs;
  }
  list = place.holdings.listCalled(by("list").value);
  const knowsExits = list.reenters || list.slug === MAIN; // the event's own list counts who is inside
  by("direction").hidden = !knowsExits;
  if (!knowsExits) direction = "in";
  by("direction").setAttribute("aria-pressed", String(direction === "out"));
  by("list-name").textContent = direction === "out" ? `${list.name}: going out` : list.name;
  by("event-name").textContent = place.holdings.event.name;
}

function go(name) {
  screen = name;
  turnTo(name);
  by("made-up").hidden = place === shift || name !== "";
  if (name === "last") showLast(place, undo);
  if (name === "more") showFacts(place);
  if (name === "evacuation") showEvacuation(place, list);
}

/** Promises true when the verdict is shown. */
async function scan(what, began = performance.now()) {
  if (!place.holdings) return false;
  if (screen) go("");
  last = await scanning.scan({ list, direction, ...what });
  await shown(last, began);
  return true;
}

async function find(words) {
  if (!words) return;
  try {
    showFound(await place.find(words), (who) => scan({ id: who.id }));
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    showFound(null, null, error.problem);
  }
}

async function undo(one) {
  const began = performance.now();
  go("");
  const told = await scanning.undo(one);
  last = null;
  await place.remember({ ...told, text: "" });
  showVerdict(told, { zone: place.holdings.event.zone, began });
}

async function shown(told, began) {
  await place.remember(told);
  showVerdict(told, { zone: place.holdings.event.zone, began });
}

function changed() {
  showState(shift);
  if (place !== shift) return;
  if (shift.ended || !shift.isEnrolled) return showEnd();
  if (!shift.holdings) return;
  if (by("enrol").hidden) offerLists();
  else work(shift);
  if (screen === "more") showFacts(shift);
}

/** No door is open here: not yet, or not any more. */
function showEnd() {
  by("list-name").textContent = "Door";
  by("event-name").textContent = "";
  if (screen !== "enrol") work(shift);
  const why = shift.ended ?? shift.wasEnded;
  by("enrol-why").hidden = !why;
  if (why) by("enrol-why").textContent = endOf(why, shift);
  by("enrol-how").hidden = by("enrol").querySelector("form").hidden = shift.unsent > 0;
}

async function enrol(desk) {
  by("enrol-error").hidden = true;
  try {
    await shift.enrol(desk);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    by("enrol-error").textContent = error.problem || "The server did not answer. Enrolling needs a network: try again where there is one.";
    by("enrol-error").hidden = false;
    by("enrol-code").value = desk;
  }
}

function submitted(form, act) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act();
  });
}

function listen() {
  submitted(by("badge"), () => {
    const text = code.value;
    code.value = "";
    if (text.trim()) scan({ text });
  });
  submitted(by("enrol").querySelector("form"), () => enrol(by("enrol-code").value.trim().toUpperCase()));
  submitted(by("find").querySelector("form"), () => find(by("find-words").value.trim()));
  submitted(by("by-hand").querySelector("form"), () => {
    const byHand = by("by-hand-words").value.trim();
    by("by-hand-error").hidden = byHand !== "";
    if (!byHand || !last) return;
    by("by-hand-words").value = "";
    scan({ text: last.text, id: last.id, byHand, list: place.holdings.listCalled(last.list), direction: "in" });
  });
  by("undo").addEventListener("click", () => undo(last));
  by("direction").addEventListener("click", () => {
    direction = direction === "in" ? "out" : "in";
    offerLists();
    announce(direction === "out" ? "Now reading who goes out." : "Now reading who comes in.");
  });
  by("list").addEventListener("change", () => {
    localStorage.setItem(`list of ${slug}`, by("list").value);
    offerLists();
  });
  by("refresh").addEventListener("click", () => shift.refresh());
  by("print").addEventListener("click", () => print());
  by("practice-end").addEventListener("click", () => work(shift));
  by("trouble").querySelector("button").addEventListener("click", () => go("more"));
  for (const each of document.querySelectorAll("[data-screen]")) each.addEventListener("click", () => go(each.dataset.screen));
  for (const each of document.querySelectorAll("[data-practice]")) {
    each.addEventListener("click", async () => work(await practicePlace()));
  }
  by("made-up").replaceChildren(
    ...MADE_UP.map((each) => {
      const button = element("button", each.name);
      button.type = "button";
      button.dataset.kind = "quiet";
      button.addEventListener("click", () => scan({ text: each.code }));
      return button;
    }),
  );
  offerCamera(by("camera"), { field: code, take: (text, began) => scan({ text }, began) });
}

let wasOnline;
function noteLine() {
  if (shift.isOnline === wasOnline || !shift.isEnrolled) return;
  if (wasOnline !== undefined) announce(shift.isOnline ? "The connection is back." : "No connection. Keep scanning: this phone judges by itself.");
  wasOnline = shift.isOnline;
}

/** One page at a time works a door: two would count their scans apart. */
async function begin() {
  shift = new Shift(await openStore(`door of ${slug}`));
  shift.addEventListener("changed", changed);
  shift.addEventListener("changed", noteLine);
  await shift.begin();
  listen();
  work(shift);
  changed();
  setInterval(() => showState(shift), 10_000);
  const desk = location.hash.slice(1);
  if (desk) {
    history.replaceState(null, "", location.pathname);
    await enrol(desk);
  }
  keepPage(by("update")); // only now: a new version would load the page again, and the desk's code works once
}

navigator.locks.request(`door of ${slug}`, { ifAvailable: true }, async (lock) => {
  if (!lock) {
    by("enrol").hidden = false;
    by("enrol").replaceChildren(element("h2", "Open in another tab"), element("p", "This door is open in another tab of this browser. Close that one, and load this page again."));
    return null;
  }
  await begin();
  return new Promise(() => null); // for as long as the page is open
});
