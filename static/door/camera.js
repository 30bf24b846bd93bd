// A camera on a page: it reads one picture at a time, waits for what becomes of a text, and does not hand the same text
// over again while it stays in sight. What it needs of the page is in templates/checkin/_camera.html.
const WIDEST = 960; // of a picture as it is read, in pixels
const GAP = 60; // milliseconds between two readings, so that the phone stays cool
const AWAY = 2000; // after so long unseen a code has left
const AGAIN = 1000; // after a failure
const OPTIONS = { formats: ["QRCode"], maxNumberOfSymbols: 4, textMode: "Plain", tryInvert: false };
const TROUBLES = {
  NotAllowedError: "The browser may not use the camera. Allow it for this site in the browser’s settings, then start it again.",
  NotFoundError: "No camera was found here. Type the code, or use a hand scanner.",
  NotReadableError: "Another program is using the camera. Close it, then start the camera again.",
  insecure: "A browser opens its camera only for an address that begins with https://. Type the code, or use a hand scanner.",
  unloaded: "The part that reads pictures could not be fetched. Start the camera again when the connection is back.",
  gone: "The camera has stopped. Start it again.",
};
TROUBLES.OverconstrainedError = TROUBLES.NotFoundError;
TROUBLES.SecurityError = TROUBLES.NotAllowedError;
TROUBLES.AbortError = TROUBLES.NotReadableError;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Offer the camera of `panel`. Each text that it reads is handed to `take(text, began)`, which promises whether that text
 * has had its answer: if not, or if the promise fails, it is read again a second later. `began` is when the picture was
 * taken, by performance.now(). `field` keeps the focus for a hand scanner while the camera sees.
 */
export function offerCamera(panel, { field, take }) {
  const sight = document.getElementById("sight");
  const video = sight.querySelector("video");
  const button = document.getElementById("camera-start");
  const light = document.getElementById("camera-light");
  const which = document.getElementById("camera-which");
  const problem = document.getElementById("camera-problem");
  const canvas = document.createElement("canvas");
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  const seen = new Map(); // each code in sight, and when it was last seen
  let reading; // the reader of pictures, once fetched
  let stream = null;
  let wanted = false;
  let waiting = false;
  let lock = null;

  function fetched() {
    reading ??= pictureReader(panel.dataset).catch(() => {
      reading = undefined;
      throw new DOMException("", "unloaded");
    });
    return reading;
  }

  async function start() {
    wanted = true;
    problem.hidden = true;
    button.setAttribute("aria-busy", "true");
    try {
      if (!window.isSecureContext || !navigator.mediaDevices) throw new DOMException("", "insecure");
      const chosen = which.value ? { deviceId: { exact: which.value } } : { facingMode: { ideal: "environment" } };
      const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
      const reader = fetched(); // meanwhile
      reader.catch(() => null);
      const opened = await navigator.mediaDevices.getUserMedia({ video: { ...chosen, ...size }, audio: false });
      if (!wanted || document.hidden || stream) return end(opened); // stopped, or begun twice, in the meantime
      stream = opened;
      video.srcObject = stream;
      await video.play();
      stream.getVideoTracks()[0].addEventListener("ended", () => fail("gone"), { once: true });
      await offer(stream.getVideoTracks()[0]);
      show(true);
      button.removeAttribute("aria-busy");
      stayAwake(opened);
      await look(opened, await reader);
    } catch (error) {
      if (wanted && !document.hidden) fail(error.name); // else it was stopped while it began
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  /** The screen stays on while the camera sees, where the browser can do that. */
  async function stayAwake(one) {
    const held = await navigator.wakeLock?.request("screen").catch(() => null);
    if (stream === one) lock = held;
    else held?.release();
  }

  function stop() {
    if (stream) end(stream);
    stream = null;
    video.srcObject = null;
    lock?.release().catch(() => null);
    lock = null;
    show(false);
  }

  function fail(name) {
    wanted = false;
    stop();
    problem.textContent = TROUBLES[name] ?? `The camera could not be started (${name}). Type the code, or use a hand scanner.`;
    problem.hidden = false;
  }

  function show(isOn) {
    sight.hidden = !isOn;
    button.textContent = isOn ? "Stop the camera" : "Start the camera";
    if (!isOn) light.hidden = true;
    field.inputMode = isOn ? "none" : ""; // focus for a hand scanner, without a keyboard over the picture
    if (isOn) field.focus();
  }

  /** The other cameras to choose from, and the light where the device has one. */
  async function offer(track) {
    const all = (await navigator.mediaDevices.enumerateDevices()).filter((each) => each.kind === "videoinput");
    const { deviceId } = track.getSettings();
    which.replaceChildren(
      ...all.map((each, number) => new Option(each.label || `Camera ${number + 1}`, each.deviceId, false, each.deviceId === deviceId)),
    );
    which.parentElement.hidden = all.length < 2;
    light.hidden = !track.getCapabilities?.().torch;
    light.setAttribute("aria-pressed", "false");
  }

  async function look(one, readPicture) {
    while (stream === one) {
      const began = performance.now();
      if (!waiting && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
        const texts = (await readPicture(picture())).filter((each) => each.isValid).map((each) => each.text);
        panel.dataset.milliseconds = Math.round(performance.now() - began);
        if (stream === one && !waiting) note(texts, began);
      }
      await pause(Math.max(GAP - (performance.now() - began), 16));
    }
  }

  function picture() {
    const scale = Math.min(1, WIDEST / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    brush.drawImage(video, 0, 0, canvas.width, canvas.height);
    return brush.getImageData(0, 0, canvas.width, canvas.height);
  }

  function note(texts, began) {
    const now = performance.now();
    for (const [text, at] of seen) if (now - at > AWAY) seen.delete(text);
    const fresh = texts.find((text) => text && !seen.has(text));
    for (const text of texts) if (seen.has(text)) seen.set(text, now);
    if (fresh === undefined) return;
    waiting = true;
    seen.set(fresh, now);
    take(fresh, began).then((isDone) => (isDone ? stillThere() : later()), later);
  }

  /** What was in sight while its answer was waited for is not read again before it has been away. */
  function stillThere() {
    for (const text of seen.keys()) seen.set(text, performance.now());
    waiting = false;
  }

  async function later() {
    await pause(AGAIN);
    seen.clear();
    waiting = false;
  }

  button.addEventListener("click", () => {
    wanted = !stream;
    if (wanted) start();
    else stop();
  });
  which.addEventListener("change", () => {
    stop();
    start();
  });
  light.addEventListener("click", async () => {
    const torch = light.getAttribute("aria-pressed") !== "true";
    try {
      await stream.getVideoTracks()[0].applyConstraints({ advanced: [{ torch }] });
      light.setAttribute("aria-pressed", String(torch));
    } catch {
      light.hidden = true; // it says it has one, and has not
    }
  });
  field.addEventListener("pointerdown", () => (field.inputMode = ""));
  field.addEventListener("blur", () => (field.inputMode = stream ? "none" : ""));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) stop();
    else if (wanted) start();
  });
  panel.hidden = false;
}

async function pictureReader({ zxing, wasm }) {
  if (!window.ZXingWASM) {
    await new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.nonce = document.querySelector("script[nonce]").nonce;
      script.src = zxing;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }
  const overrides = { locateFile: () => wasm };
  await window.ZXingWASM.prepareZXingModule({ overrides, fireImmediately: true });
  return (picture) => window.ZXingWASM.readBarcodesFromImageData(picture, OPTIONS);
}

function end(one) {
  for (const track of one.getTracks()) track.stop();
}
