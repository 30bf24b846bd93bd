// What a steward sees and hears: the verdict, and how things stand. One screen at a time; what is told is told in words.
import { clockTime } from "./holdings.js";
import { tell } from "./tell.js";

const UNSENT_TOO_LONG = 120_000; // milliseconds
const SKEW_TO_TELL = 120; // seconds
const SCREENS = ["enrol", "find", "last", "by-hand", "evacuation", "more"];
const TITLES = { left: "Gone out", "back in": "Admitted", undone: "Taken back", "too late to undo": "Too late to take back" };
const ENDS = {
  revoked: "The desk has taken this phone off the door.",
  over: "This phone’s shift is over.",
  unknown: "The server knows no such phone any more. Show it to the desk.",
};
const by = (id) => document.getElementById(id);
const words = JSON.parse(by("main").dataset.words);

/** A new element with its text, and what it holds. */
export function element(tag, text = "", ...inside) {
  const made = document.createElement(tag);
  made.append(text, ...inside);
  return made;
}

/** Shows one of the screens, or the door itself for "". */
export function turnTo(name) {
  for (const each of SCREENS) by(each).hidden = each !== name;
  by("verdict").hidden = name !== "";
  by("badge").hidden = by("beside").hidden = name !== "";
  by("back").hidden = name === "";
  document.body.dataset.screen = name;
  for (const each of document.querySelectorAll("footer nav [data-screen]:not(#back)")) each.hidden = each.dataset.screen === name;
  if (name) by(name).querySelector("h2").focus();
  else by("code").focus();
}

export function showReady() {
  delete by("verdict").dataset.verdict;
  by("verdict").replaceChildren(
    element("h2", "Ready"),
    element("p", "Scan a ticket with the reader or the camera, or type the eight letters under its code."),
  );
  offer({});
}

/** Shows what `Scanning` told, and sounds it. `began` is when the picture or the typing was there. */
export function showVerdict(told, { zone, began }) {
  const { verdict, reason, delegate, first } = told;
  const isUndo = reason === "undone" || reason === "too late to undo";
  const shown = isUndo ? element("h2") : by(`shape-${verdict}`).content.cloneNode(true);
  const panel = by("verdict");
  panel.replaceChildren(shown);
  if (reason in TITLES) panel.querySelector("h2").textContent = TITLES[reason];
  if (isUndo) delete panel.dataset.verdict;
  else panel.dataset.verdict = verdict;
  if (verdict === "again" && first) {
    const what = element("p", "First admitted at ", element("b", clockTime(Date.parse(first.at), zone)));
    what.append([first.where && `, ${first.where}`, first.by && `, by ${first.by}`].filter(Boolean).join(""), ".");
    panel.append(what);
  }
  if (reason in words) panel.append(element("p", words[reason]));
  for (const flag of delegate?.flags ?? []) if (flag in FLAGS) panel.append(element("p", FLAGS[flag]));
  if (delegate) panel.append(who(delegate));
  else if (told.isOwn && !isUndo && told.id) panel.append(element("p", "Read from the letters alone: this phone does not know whose it is."));
  panel.dataset.judgedBy = told.isOwn ? "phone" : "server";
  panel.dataset.milliseconds = Math.round(performance.now() - began);
  if (!isUndo) tell(verdict);
  offer({ undo: verdict === "admitted", letIn: verdict !== "admitted" && !isUndo && told.id });
}

const FLAGS = {
  photo: "Prefers not to be photographed.",
  unpaid: "Has not paid yet.",
  proof: "Proof of their price is outstanding.",
};

function who({ name, organisation, category }) {
  const told = element("p", "", element("b", name || "No name on this phone"));
  told.className = "who";
  told.append([organisation, category].filter(Boolean).join(", "));
  return told;
}

function offer({ undo = false, letIn = false }) {
  by("undo").hidden = !undo;
  by("let-in").hidden = !letIn;
}

/** How things stand with the line, the data and what waits. */
export function showState(shift) {
  const { holdings } = shift;
  by("state").hidden = document.querySelector(".count").hidden = !shift.isEnrolled;
  by("state").dataset.line = shift.isOnline ? "online" : "offline";
  by("state").dataset.tone = shift.isOnline && !shift.isStale ? "calm" : "warn";
  say(by("line"), shift.isOnline ? "Online." : "No connection. Keep scanning.");
  say(by("age"), holdings ? `Data ${ago(shift.age)}${shift.isStale ? ", which is old" : ""}.` : "No data yet.");
  say(by("unsent"), `${shift.unsent} unsent`);
  by("unsent").dataset.tone = shift.waitingFor > UNSENT_TOO_LONG ? "bad" : "calm";
  say(by("inside"), shift.count ? shift.count.inside.toLocaleString("en-GB") : "–");
  const at = shift.count && !shift.isOnline ? ` at ${clockTime(shift.count.at, holdings?.event.zone)}` : "";
  say(by("expected"), shift.count ? `inside${at}, of ${shift.count.expected.toLocaleString("en-GB")}` : "inside");
  const trouble = troubleOf(shift);
  by("trouble").hidden = !trouble;
  if (trouble) say(by("trouble").querySelector("span"), trouble);
  by("trouble").querySelector("button").hidden = shift.conflicts.length === 0;
}

/** Read aloud, and once only: a mode that changed. */
export function announce(text) {
  say(by("told"), text);
}

/** Why this phone's time at the door is over, and what of it is on the phone still. */
export function endOf(why, { isEnrolled, unsent }) {
  const waits = `${unsent} ${unsent === 1 ? "scan waits" : "scans wait"} to be sent: keep this page open near a network.`;
  if (unsent) return `${ENDS[why]} ${waits}`;
  return isEnrolled ? ENDS[why] : `${ENDS[why]} Nothing of the door is left on it.`;
}

/** The facts of the phone, for whoever helps from far away. */
export function showFacts(shift) {
  const { holdings, device } = shift;
  const zone = holdings?.event.zone;
  const facts = [
    ["Network", shift.isOnline ? "online" : "no connection"],
    ["Data of", holdings ? clockTime(holdings.at, zone) : "none yet"],
    ["Waiting to be sent", String(shift.unsent)],
    ["Opens without a network", document.body.dataset.kept ? "yes" : "not yet"],
    ["Names on this phone", holdings?.holdsNames ? "yes" : "no"],
    ["Phone", device?.name ?? "practice"],
    ["Shift ends", device ? clockTime(Date.parse(device.ends_at), zone) : "–"],
    ["Its own clock", Math.abs(shift.skew ?? 0) > SKEW_TO_TELL ? `${off(shift.skew)}; the server’s is used` : "right"],
  ];
  by("facts").replaceChildren(...facts.flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
  by("conflicts").hidden = shift.conflicts.length === 0;
  const lines = shift.conflicts.map(({ why, where, at }) => element("li", `${conflict(why)}${where ? `, ${where}` : ""}, at ${clockTime(Date.parse(at), zone)}`));
  by("conflicts").querySelector("ul").replaceChildren(...lines);
}

const CONFLICTS = { "admitted twice": "Somebody was let in twice", "dead ticket": "A cancelled ticket was let in" };
const conflict = (why) => CONFLICTS[why] ?? why;

function troubleOf(shift) {
  const { ended, conflicts } = shift;
  if (ended) return endOf(ended, shift);
  if (conflicts.length === 0) return "";
  return conflicts.length === 1 ? "One scan from here cannot be right." : `${conflicts.length} scans from here cannot be right.`;
}

function ago(milliseconds) {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return "just now";
  return minutes < 120 ? `${minutes} min old` : `${Math.floor(minutes / 60)} hours old`;
}

function off(seconds) {
  const size = Math.abs(seconds);
  const much = size < 7200 ? `${Math.round(size / 60)} minutes` : `${Math.round(size / 3600)} hours`;
  return `${much} ${seconds > 0 ? "fast" : "slow"}`;
}

/** Only what changed is written, or a screen reader would say it again. */
function say(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
