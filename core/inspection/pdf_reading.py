"""Is this a PDF that a reader can leaf through and that holds no program? A first look, without a parser.

It unpacks no more than it may, so that what comes after it never meets a bomb.
"""

import re
import zlib

from answers import DAMAGED, Found, Refused

# With one dictionary inside it at most; possessive, so that no file can make it try again and again.
DICTIONARY = re.compile(rb"<<(?:[^<>]++|<<[^<>]*+>>|<[^<>]*+>)*+>>")


def read(content: bytes, wanted: dict) -> Found:
    """Nothing new, if it is a PDF that a reader can leaf through and that holds no program. Raises Refused."""
    end = content.rfind(b"%%EOF")
    if end < 0 or content[end + 5 :].strip(b"\0\r\n\t "):
        raise Refused("Damaged", DAMAGED)
    text = b"\n".join(objects(content, wanted["unpacked"]))
    text = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), text)  # /J#53 is /JS
    if re.search(rb"/Encrypt\b", text):
        raise Refused("Unsafe", "That PDF is locked with a password. Save it without one and send that.")
    if re.search(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b", text):
        raise Refused("Unsafe", "That PDF holds a program or another file. Print it to a new PDF and send that.")
    counted = len(re.findall(rb"/Type\s*/Page\b", text))
    trees = b" ".join(each for each in DICTIONARY.findall(text) if re.search(rb"/Type\s*/Pages\b", each))
    claimed = max((int(count) for count in re.findall(rb"/Count\s+(\d{1,12})\b", trees)), default=0)
    if max(counted, claimed) > wanted["pages"]:
        raise Refused("TooManyPages", f"That PDF has more than {wanted['pages']} pages. Send a shorter one.")
    if not counted:
        raise Refused("Damaged", DAMAGED)
    return Found()


def objects(content: bytes, most: int):
    """The text of a PDF: what stands outside its streams, where any word turns up by chance, and packed objects."""
    for piece in content.split(b"endstream"):
        text, *stream = re.split(rb"\bstream\r?\n", piece, maxsplit=1)
        yield text
        if stream and b"/ObjStm" in text:
            try:
                unpacked = zlib.decompressobj().decompress(stream[0], most + 1)
            except zlib.error:
                raise Refused("Damaged", DAMAGED) from None
            most -= len(unpacked)
            if most < 0:
                raise Refused("Unsafe", "That PDF unpacks to far too much. Print it to a new PDF and send that.")
            yield unpacked
