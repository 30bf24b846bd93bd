// The door without a mouse: an empty field after each answer, a touch and a tone for each verdict, and plain words
// when the network is away. Without this file the form is sent and the page comes back.
"use strict";
(() => {
  const code = document.getElementById("code");
  const badge = document.getElementById("badge");
  const lost = document.getElementById("no-connection");
  const touches = { admitted: [80], again: [80, 90, 80], refused: [500] };
  const tones = { admitted: [880], again: [520, 520], refused: [180] };
  let sound;
  let sent = "";

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

  // Emptied as soon as it is sent: the next badge may be read before the answer is there.
  document.addEventListener("htmx:beforeSend", (event) => {
    if (event.detail.elt !== badge) return;
    sent = code.value;
    code.value = "";
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "verdict") return;
    lost.hidden = true;
    const place = badge.elements.place.value.trim();
    document.getElementById("place-name").textContent = place || "Door";
    document.getElementById("place-details").open = false;
    code.focus();
    tell(document.getElementById("verdict").dataset.verdict);
    document.body.dispatchEvent(new Event("scanned")); // the count of those inside listens
  });
  // What was read comes back with its key, so that to check it again cannot count twice.
  for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => {
      if (event.detail.elt !== badge) return;
      lost.hidden = failure === "htmx:responseError"; // then #flashes says what the matter is
      code.value = sent;
      code.select();
    });
  }
})();
