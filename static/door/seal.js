// Closes and opens what a phone holds (decision 0026), with the same bytes as checkin/rules/sealing.py:
// tests/checkin/sealing_vectors.json holds both to it.
const NONCE = 12;
const RECORD = "plenary door record";
const SCAN = "plenary door scan";

const utf8 = new TextEncoder();
const { subtle } = crypto;

/** What stands on this phone for a printed code. */
export async function idOf(code, salt) {
  const key = await subtle.importKey("raw", toBytes(salt), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const whole = new Uint8Array(await subtle.sign("HMAC", key, utf8.encode(code)));
  return toBase64(whole.subarray(0, 16)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** Whose ticket it is, which only the signature in its own QR opens. */
export async function openedRecord(sealed, signature, salt) {
  return opened(toBytes(sealed), await derived(await keyFrom(signature), toBytes(salt), RECORD, "decrypt"));
}

/** The key of a phone that may hold names, which no script can read again. */
export function namesKey(given) {
  return subtle.importKey("raw", toBytes(given), "AES-GCM", false, ["decrypt"]);
}

/** [[id, name, organisation], …] */
export function openedNames(sealed, key) {
  return opened(toBytes(sealed), key);
}

/** A function that seals a record so that the server alone can open it, given the device's public key in base64. */
export async function sealer(seal) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const theirs = await subtle.importKey("raw", toBytes(seal), curve, false, []);
  return async (record) => {
    const ours = await subtle.generateKey(curve, false, ["deriveBits"]);
    const shared = await subtle.deriveBits({ name: "ECDH", public: theirs }, ours.privateKey, 256);
    const key = await derived(await keyFrom(shared), new Uint8Array(0), SCAN, "encrypt");
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
    const text = await subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, utf8.encode(JSON.stringify(record)));
    const point = new Uint8Array(await subtle.exportKey("raw", ours.publicKey));
    return toBase64(Uint8Array.of(...point, ...nonce, ...new Uint8Array(text)));
  };
}

function keyFrom(secret) {
  return subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
}

function derived(key, salt, info, use) {
  const how = { name: "HKDF", hash: "SHA-256", salt, info: utf8.encode(info) };
  return subtle.deriveKey(how, key, { name: "AES-GCM", length: 256 }, false, [use]);
}

async function opened(bytes, key) {
  const text = await subtle.decrypt({ name: "AES-GCM", iv: bytes.subarray(0, NONCE) }, key, bytes.subarray(NONCE));
  return JSON.parse(new TextDecoder().decode(text));
}

function toBytes(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function toBase64(bytes) {
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters);
}
