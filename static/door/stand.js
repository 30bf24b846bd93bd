// An exhibitor's stand: the camera types what it has read and sends it, and the field is empty for the next badge.
// Without this file the code is typed and the page comes back.
import { offerCamera } from "./camera.js";

const code = document.getElementById("code");
const badge = document.getElementById("badge");
const panel = document.getElementById("camera");
let answered = () => null; // tells the camera

function take(text) {
  code.value = text;
  const isAnswered = new Promise((resolve) => (answered = resolve));
  badge.requestSubmit();
  return isAnswered;
}

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt !== badge) return;
  answered(event.detail.successful || event.detail.xhr.status === 422);
  if (!event.detail.successful) return;
  code.value = "";
  code.focus();
});

if (panel) offerCamera(panel, { field: code, take });
