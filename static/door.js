// The door without a mouse: an empty field after each answer, a touch and a tone for each verdict, and plain words
// when the network is away. Without this file the form is sent and the page comes back.
const code = document.getElementById("code");
const badge = document.getElementById("badge");
const lost = document.getElementById("no-connection");
const touches = { admitted: [80], again: [80, 90, 80], refused: [500] };
const tones = { admitted: [880], again: [520, 520], refused: [180] };
let sound;
let sent = { code: "", page: "", key: "", typed: false };
let toldOf = ""; // what the camera's reader has refused before the server could

function play(pitches, long) {
  sound ??= new AudioContext();
  pitches.forEach((pitch, number) => {
    const tone = sound.createOscillator();
    const level = sound.createGain();
    const start = sound.currentTime + number * 0.18;
    const end = start + (long ? 0.5 : 0.12);
    tone.frequency.value = pitch;
    level.gain.setValueAtTime(0.25, start);
    level.gain.exponentialRampToValueAtTime(0.001, end);
    tone.connect(level).connect(sound.destination);
    tone.start(start);
    tone.stop(end);
  });
}

function tell(verdict) {
  if (!(verdict in touches)) return;
  navigator.vibrate?.(touches[verdict]);
  try {
    play(tones[verdict], verdict === "refused");
  } catch {
    // A browser without sound still has the word, the shape and the colour.
  }
}

// A browser lets a page sound only once somebody has touched it.
for (const touch of ["pointerdown", "keydown"]) {
  document.addEventListener(
    touch,
    () => {
      try {
        sound ??= new AudioContext();
        sound.resume();
      } catch {
        // As above.
      }
    },
    { once: true },
  );
}

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

document.addEventListener("refused-at-once", (event) => {
  toldOf = event.detail;
  tell("refused");
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "verdict") return;
  lost.hidden = true;
  const place = badge.elements.place.value.trim();
  document.getElementById("place-name").textContent = place || "Door";
  document.getElementById("place-details").open = false;
  if (sent.typed || document.activeElement === document.body) code.focus();
  const { verdict } = document.getElementById("verdict").dataset;
  if (verdict !== "refused" || toldOf !== sent.code) tell(verdict);
  toldOf = "";
  document.body.dispatchEvent(new Event("scanned")); // the count of those inside listens
});

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
