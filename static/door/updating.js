// Keeps the page on the phone, and takes a new version when nobody is in the middle of something.

/** Registers the worker. A new version waits for `button`, or for the next time that the page is opened. */
export async function keepPage(button) {
  if (!navigator.serviceWorker) return;
  const wasKept = Boolean(navigator.serviceWorker.controller);
  const registration = await navigator.serviceWorker.register("worker.js", { updateViaCache: "none" }).catch(() => null);
  if (!registration) return;
  navigator.serviceWorker.ready.then(() => (document.body.dataset.kept = "yes"));
  navigator.serviceWorker.addEventListener("controllerchange", () => wasKept && location.reload());
  const take = () => registration.waiting?.postMessage("take over");
  const offer = () => (button.hidden = !(wasKept && registration.waiting));
  button.addEventListener("click", take);
  if (wasKept && registration.waiting) return take(); // just opened: nothing is begun yet
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
  document.addEventListener("visibilitychange", () => document.hidden || registration.update().catch(() => null));
}
