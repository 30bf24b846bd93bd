// The door without a mouse: an empty field after each answer, a touch and a tone for each verdict, and plain words
// when the network is away. Without this file the form is sent and the page comes back.
import { offerCamera } from "./camera.js";
import { codeReader } from "./code_reader.js";
import { tell } from "./tell.js";

const code = document.getElementById("code");
const badge = document.getElementById("badge");
const lost = document.getElementById("no-connection");
const panel = document.getElementById("camera");
const words = JSON.parse(panel.dataset.words);
let reader; // of codes, once the camera has seen one
let sent = { code: "", page: "", key: "", typed: false };
let toldOf = ""; // what the camera's reader has refused before the server could
let answered = () => null; // tells the camera

// The page's key is for one scan. While no answer has brought the next one, what was sent may have arrived: the same
// code goes again under the same key, so that it counts once, and another code under a key of its own.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt !== badge) return;
  const fields = event.detail.formData;
  const read = fields.get("code");
  const page = fields.get("key");
  const isNew = page !== sent.page;
  if (isNew) sent = { page, key: page, tries: 0 };
  else if (read !== sent.code) sent = { page, key: `${page}:${sent.tries + 1}`, tries: sent.tries + 1 };
  fields.set("key", sent.key);
  sent.code = read;
  sent.typed = read === code.value;
});

// Emptied as soon as it is sent: the next badge may be read before the answer is there.
document.addEventListener("htmx:beforeSend", (event) => {
  if (event.detail.elt === badge && sent.typed) code.value = "";
});

/** Promises whether the server has answered. A text that is not ours is refused at once; the server has the last word. */
async function sendSeen(text) {
  reader ??= codeReader(JSON.parse(panel.dataset.codes));
  const { reason } = await (await reader)(text);
  if (reason in words) refuse(text, words[reason]);
  const isAnswered = new Promise((resolve) => (answered = resolve));
  const request = { source: badge, target: "#verdict", swap: "outerHTML", values: { code: text } };
  window.htmx.ajax("POST", badge.action, request).catch(() => null); // what failed is told by its event
  return isAnswered;
}

function refuse(text, why) {
  const verdict = document.getElementById("verdict");
  const shown = document.getElementById("refused-at-once").content.cloneNode(true);
  shown.querySelector("p").textContent = why;
  verdict.replaceChildren(verdict.querySelector("[name=key]"), shown);
  verdict.dataset.verdict = "refused";
  toldOf = text;
  tell("refused");
}

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt === badge) answered(event.detail.successful || event.detail.xhr.status === 422);
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "verdict") return;
  lost.hidden = true;
  document.getElementById("place-details").open = false;
  if (sent.typed || document.activeElement === document.body) code.focus();
  const { verdict } = document.getElementById("verdict").dataset;
  if (verdict !== "refused" || toldOf !== sent.code) tell(verdict);
  toldOf = "";
  document.body.dispatchEvent(new Event("scanned")); // the count of those inside listens
});

/** What the door is called above, and what the pages beside it are told of it: its name, its list, in or out. */
function sayWhichDoor() {
  const { place, which, out } = badge.elements;
  const list = which && which.selectedIndex > 0 ? which.selectedOptions[0].text : "";
  const name = [place.value.trim() || "Door", list, out?.checked ? "out" : ""].filter(Boolean).join(", ");
  document.getElementById("place-name").textContent = name;
  for (const link of badge.querySelectorAll("nav a")) {
    const query = new URLSearchParams({ place: place.value.trim(), which: which?.value ?? "" });
    link.href = `${link.pathname}?${query}`;
  }
}

badge.addEventListener("input", sayWhichDoor);
sayWhichDoor();

// What was typed comes back; what the camera sees it reads again by itself.
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    if (event.detail.elt !== badge) return;
    lost.hidden = failure === "htmx:responseError"; // then #flashes says what the matter is
    if (!sent.typed) return;
    code.value = sent.code;
    code.select();
  });
}

offerCamera(panel, { field: code, take: sendSeen });
