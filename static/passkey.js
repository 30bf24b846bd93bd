// Lets the browser make or prove a passkey, and sends what it says with the form. Without this one signs in by email.
const form = document.getElementById("passkey");
const problem = form.querySelector("[role=alert]");

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function read(options) {
  const known = (list) => (list ?? []).map((each) => ({ ...each, id: toBytes(each.id) }));
  const read = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) {
    read.user = { ...options.user, id: toBytes(options.user.id) };
    read.excludeCredentials = known(options.excludeCredentials);
  } else {
    read.allowCredentials = known(options.allowCredentials);
  }
  return read;
}

function written(credential) {
  const answer = { clientDataJSON: toText(credential.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) {
      answer[part] = toText(credential.response[part]);
    }
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: answer,
    clientExtensionResults: {},
  });
}

async function ask(event) {
  event.preventDefault();
  problem.hidden = true;
  const publicKey = read(JSON.parse(form.dataset.options));
  try {
    const found =
      form.dataset.kind === "make"
        ? await navigator.credentials.create({ publicKey })
        : await navigator.credentials.get({ publicKey });
    form.elements.credential.value = written(found);
    form.submit();
  } catch {
    problem.hidden = false; // closed, timed out, or no passkey for this site: the person decides what next
  }
}

if (window.PublicKeyCredential) {
  form.hidden = false;
  form.addEventListener("submit", ask);
}
