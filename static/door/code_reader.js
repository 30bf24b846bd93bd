// Tells whether a scanned text is one of our codes, in the words of checkin/rules.py and by the steps of
// registration/codes.py; tests/checkin/test_reader_agrees.py holds them to that.
const BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const PRINTED = /^[0-9A-HJKMNP-TV-Z]{8}$/;
const BODY = 13;
const SIGNED = BODY + 64;
const LETTERS = 116;
const LONGEST = 400;
const LOOKALIKES = { O: "0", I: "1", L: "1" };

export const CANNOT_CHECK = "cannot check";

/**
 * A function from a text to a promise of {code} or {reason}. `keys` are public keys in base64url by their ids, `retired`
 * the ids of keys that sign no more, `event` the event's number. Where the browser knows no Ed25519 the reason may be
 * CANNOT_CHECK: then only the server can tell.
 */
export async function codeReader({ keys, retired, event }) {
  const known = new Map();
  for (const [id, key] of Object.entries(keys)) known.set(Number(id), await imported(key));
  const gone = new Set(retired);

  function beginsLikeOurs(text) {
    const start = decoded(text.slice(0, 9));
    return start.length === 6 && (known.has(start[0]) || gone.has(start[0])) && isPrinted(start[5]);
  }

  async function signedCode(text) {
    const letters = [...text].length; // as Python counts: an emoji is one
    if (letters > LONGEST) return { reason: "not a code" };
    if (letters < LETTERS && beginsLikeOurs(text)) return { reason: "cut short" };
    const raw = decoded(text);
    if (raw.length !== SIGNED) return { reason: "not a code" };
    if (gone.has(raw[0])) return { reason: "retired key" };
    if (!known.has(raw[0])) return { reason: "unknown key" };
    const key = known.get(raw[0]);
    if (key === null) return { reason: CANNOT_CHECK };
    const isTrue = await crypto.subtle.verify("Ed25519", key, raw.subarray(BODY), raw.subarray(0, BODY));
    if (!isTrue) return { reason: "forged" };
    if (new DataView(raw.buffer).getUint32(1) !== event) return { reason: "other event" };
    return { code: String.fromCharCode(...raw.subarray(5, BODY)) };
  }

  return async (scanned) => {
    const text = withoutKeystrokes(scanned);
    const typed = text
      .toUpperCase()
      .replace(/[ \-\t]/g, "")
      .replace(/[OIL]/g, (letter) => LOOKALIKES[letter]);
    return PRINTED.test(typed) ? { code: typed } : signedCode(text);
  };
}

/** The printed code in a signed text for `event` whose signature nobody has looked at; null for another event's. */
export function uncheckedCode(scanned, event) {
  const raw = decoded(withoutKeystrokes(scanned));
  return new DataView(raw.buffer).getUint32(1) === event ? String.fromCharCode(...raw.subarray(5, BODY)) : null;
}

/** {key, signature} of a signed text, true or not: the number of its key, and 64 bytes. Null if it has none. */
export function signatureIn(scanned) {
  const raw = decoded(withoutKeystrokes(scanned));
  return raw.length === SIGNED ? { key: raw[0], signature: raw.slice(BODY) } : null;
}

function withoutKeystrokes(scanned) {
  return scanned.replace(/^[\t\r\n]+/, "").replace(/[ \t\r\n]+$/, "");
}

/** The bytes behind base45 (RFC 9285), or none if it is not that. */
function decoded(text) {
  const none = new Uint8Array(0);
  if (text.length % 3 === 1) return none;
  const bytes = [];
  for (let at = 0; at < text.length; at += 3) {
    const [first, second, third] = Array.from(text.slice(at, at + 3), (letter) => BASE45.indexOf(letter));
    if (first < 0 || second < 0 || third < 0) return none;
    const value = first + 45 * second + 2025 * (third ?? 0);
    if (third === undefined) {
      if (value > 0xff) return none;
      bytes.push(value);
    } else {
      if (value > 0xffff) return none;
      bytes.push(value >> 8, value & 0xff);
    }
  }
  return Uint8Array.from(bytes);
}

function isPrinted(byte) {
  return PRINTED.test(String.fromCharCode(byte).repeat(8));
}

/** The key for the browser's own Ed25519, or null where there is none: outside a secure context, or too old. */
async function imported(key) {
  try {
    const raw = Uint8Array.from(atob(key.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
    return await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
  } catch {
    return null;
  }
}
