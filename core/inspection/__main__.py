"""Reads one untrusted file on standard input and says what it is. Run by core/uploads.py as a process of its own.

It imports none of our modules but its neighbours here: what breaks it finds no settings, no database and no network.
The answer is one line of JSON, and behind it the bytes to keep instead of those sent, if there are any.
"""

import importlib
import json
import sys

from answers import DAMAGED, Found, Refused
from confinement import confine

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# How a file begins, what it is, who reads it, and who takes out what tells of its author.
KINDS = (
    (b"%PDF-", PDF, "pdf_reading", "pdf_cleaning"),
    (b"\x89PNG\r\n\x1a\n", PNG, "pictures", "pictures"),
    (b"\xff\xd8\xff", JPEG, "pictures", "pictures"),
    (b"PK\x03\x04", DOCX, "office_reading", "word_cleaning"),
    (b"PK\x03\x04", XLSX, "workbooks", None),
)


def reader_of(content: bytes, wanted: dict):
    """The content type and the function that reads it. Raises Refused. No file may be opened later, so import now."""
    for start, kind, reading, cleaning in KINDS:
        name = cleaning if wanted["blind"] else reading
        if name and content.startswith(start) and kind in wanted["kinds"]:
            module = importlib.import_module(name)
            return kind, module.clean if wanted["blind"] else module.read
    raise Refused("WrongKind", f"That is not {wanted['words']}, whatever its name says. Send one of those.")


def main() -> None:
    """Read the file, answer, and never fail with words of its own."""
    content, wanted = sys.stdin.buffer.read(), json.loads(sys.argv[1])
    found = Found()
    try:
        kind, read = reader_of(content, wanted)
        confine()
        found = read(content, wanted)
        answer = {"kind": kind, "changed": found.content is not None, "removed": found.removed, "text": found.text}
    except Refused as refused:
        answer = {"refusal": refused.args[0], "says": refused.args[1]}
    except Exception:  # whatever a library makes of a broken file
        answer = {"refusal": "Damaged", "says": DAMAGED}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + (found.content or b""))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
