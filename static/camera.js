// The door's camera: what it sees goes into the form like anything typed. It reads one picture at a time, waits for
// the verdict, and does not send a code again while it stays in sight.
const panel = document.getElementById("camera");
const badge = document.getElementById("badge");
const code = document.getElementById("code");
const sight = document.getElementById("sight");
const video = sight.querySelector("video");
const button = document.getElementById("camera-start");
const light = document.getElementById("camera-light");
const which = document.getElementById("camera-which");
const problem = document.getElementById("camera-problem");
const words = JSON.parse(panel.dataset.words);

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

const canvas = document.createElement("canvas");
const brush = canvas.getContext("2d", { willReadFrequently: true });
const seen = new Map(); // each code in sight, and when it was last seen
let reading; // the reader of pictures and the reader of codes, once fetched
let stream = null;
let wanted = false;
let waiting = false;
let lock = null;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function fetched() {
  reading ??= Promise.all([pictureReader(), ourReader()]).catch(() => {
    reading = undefined;
    throw new DOMException("", "unloaded");
  });
  return reading;
}

async function pictureReader() {
  if (!window.ZXingWASM) {
    await new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.nonce = document.querySelector("script[nonce]").nonce;
      script.src = panel.dataset.zxing;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }
  const overrides = { locateFile: () => panel.dataset.wasm };
  await window.ZXingWASM.prepareZXingModule({ overrides, fireImmediately: true });
  return (picture) => window.ZXingWASM.readBarcodesFromImageData(picture, OPTIONS);
}

async function ourReader() {
  const { codeReader } = await import(panel.dataset.reader);
  return codeReader(JSON.parse(panel.dataset.codes));
}

async function start() {
  wanted = true;
  problem.hidden = true;
  button.setAttribute("aria-busy", "true");
  try {
    if (!window.isSecureContext || !navigator.mediaDevices) throw new DOMException("", "insecure");
    const chosen = which.value ? { deviceId: { exact: which.value } } : { facingMode: { ideal: "environment" } };
    const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
    const readers = fetched(); // meanwhile
    readers.catch(() => null);
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
    await look(opened, ...(await readers));
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

function end(one) {
  for (const track of one.getTracks()) track.stop();
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
  code.inputMode = isOn ? "none" : ""; // focus for a hand scanner, without a keyboard over the picture
  if (isOn) code.focus();
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

async function look(one, readPicture, readCode) {
  while (stream === one) {
    const began = performance.now();
    if (!waiting && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      const texts = (await readPicture(picture())).filter((each) => each.isValid).map((each) => each.text);
      panel.dataset.milliseconds = Math.round(performance.now() - began);
      if (stream === one && !waiting) await note(texts, readCode);
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

async function note(texts, readCode) {
  const now = performance.now();
  for (const [text, at] of seen) if (now - at > AWAY) seen.delete(text);
  const fresh = texts.find((text) => text && !seen.has(text));
  for (const text of texts) if (seen.has(text)) seen.set(text, now);
  if (fresh === undefined) return;
  waiting = true;
  seen.set(fresh, now);
  const { reason } = await readCode(fresh);
  if (reason in words) refuse(fresh, words[reason]);
  const values = { code: fresh };
  const sent = window.htmx.ajax("POST", badge.action, { source: badge, target: "#verdict", swap: "outerHTML", values });
  sent.catch(() => null); // what failed is told by its event
}

/** At once, since a text that is not ours need not wait for the server, which has the last word. */
function refuse(text, why) {
  const verdict = document.getElementById("verdict");
  const shown = document.getElementById("refused-at-once").content.cloneNode(true);
  shown.querySelector("p").textContent = why;
  verdict.replaceChildren(verdict.querySelector("[name=key]"), shown);
  verdict.dataset.verdict = "refused";
  document.dispatchEvent(new CustomEvent("refused-at-once", { detail: text }));
}

document.addEventListener("htmx:afterRequest", async (event) => {
  if (event.detail.elt !== badge || !waiting) return;
  if (event.detail.successful || event.detail.xhr.status === 422) {
    for (const text of seen.keys()) seen.set(text, performance.now());
  } else {
    await pause(AGAIN);
    seen.clear();
  }
  waiting = false;
});

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
code.addEventListener("pointerdown", () => (code.inputMode = ""));
code.addEventListener("blur", () => (code.inputMode = stream ? "none" : ""));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) stop();
  else if (wanted) start();
});
panel.hidden = false;
