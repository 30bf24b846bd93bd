// A touch and a tone for each verdict, so that a steward who looks at the queue knows it too.
const touches = { admitted: [80], again: [80, 90, 80], refused: [500] };
const tones = { admitted: [880], again: [520, 520], refused: [180] };
let sound;

export function tell(verdict) {
  if (!(verdict in touches)) return;
  navigator.vibrate?.(touches[verdict]);
  try {
    play(tones[verdict], verdict === "refused");
  } catch {
    // A browser without sound still has the word, the shape and the colour.
  }
}

function play(pitches, long) {
  sound ??= new AudioContext();
  if (sound.state !== "running") return wake(); // or all that it missed would sound at once
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

/** A phone that was locked, or that rang, has stopped the sound; it may refuse to begin again. */
function wake() {
  sound.resume()?.catch(() => null);
}

// A browser lets a page sound only once somebody has touched it.
for (const touch of ["pointerdown", "keydown"]) {
  document.addEventListener(
    touch,
    () => {
      try {
        sound ??= new AudioContext();
        wake();
      } catch {
        // As above.
      }
    },
    { once: true },
  );
}
