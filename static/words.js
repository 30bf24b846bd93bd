// How words and characters are counted: the same lists stand in abstracts/rules/limits.py, and the server's count decides.
const SPACES = " \\t\\n\\v\\f\\r\\x1c-\\x1f\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
const SIGNS =
  "!-\\/:-@\\[-`{-~\\xa1-\\xbf\\xd7\\xf7\\u2010-\\u2027\\u2030-\\u205e\\u2190-\\u2bff\\u3001-\\u3003\\u200b-\\u200f\\u2060-\\u206f" +
  "\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f\\u202a-\\u202e";
const SPACE = new RegExp(`[${SPACES}]+`, "g");
const NO_SIGN = new RegExp(`[^${SIGNS}]`);
// What the server takes out of a title: control characters, and what turns the words around it.
const TAKEN_OUT = /[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]/g;

function countWords(text) {
  return text.split(SPACE).filter((piece) => NO_SIGN.test(piece)).length;
}

function countLetters(text) {
  return [...text.replace(TAKEN_OUT, "").replace(SPACE, " ").replace(/^ | $/g, "")].length;
}
