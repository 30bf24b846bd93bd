"""What pictures inside a document say of themselves, cut out of their bytes without drawing them anew."""

import re

START, SCAN, END = b"\xff\xd8", 0xDA, 0xD9
MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")
# A JPEG 2000 picture's boxes: the brand, how to show it, and the picture.
BOXES = {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}
CODE_START, COMMENT, TILE = b"\xff\x4f", 0x64, 0x90


def plain_jpeg(content: bytes) -> bytes:
    """A JPEG without its metadata, its comments, its thumbnails and what stands behind it. Raises ValueError."""
    if not content.startswith(START):
        raise ValueError("no JPEG")
    kept, at = [START], 2
    while found := MARKER.search(content, at):
        kind, at = found[1][0], found.end()
        if kind == END:
            return b"".join(kept) + b"\xff\xd9"
        length = int.from_bytes(content[at : at + 2])
        if length < 2 or at + length > len(content):
            raise ValueError("half a JPEG")
        body, at = content[at + 2 : at + length], at + length
        if kind == SCAN:
            following = MARKER.search(content, at)
            at, begin = following.start() if following else len(content), at
            kept.append(_segment(kind, body) + content[begin:at])
        elif kind == 0xE0 and body.startswith(b"JFIF\0"):
            kept.append(_segment(kind, body[:12] + b"\0\0"))  # which would be its thumbnail's size
        elif kind == 0xEE and body.startswith(b"Adobe"):
            kept.append(_segment(kind, body[:12]))  # how its colours are meant
        elif not 0xE0 <= kind <= 0xEF and kind != 0xFE:
            kept.append(_segment(kind, body))
    return b"".join(kept) + b"\xff\xd9"


def plain_jpeg_2000(content: bytes) -> bytes:
    """A JPEG 2000 picture without the boxes and comments that are not seen. Raises ValueError."""
    if content.startswith(CODE_START):
        return _plain_code(content)
    kept, at = [], 0
    while at < len(content):
        length, kind, head = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8], 8
        if length == 1:
            length, head = int.from_bytes(content[at + 8 : at + 16]), 16
        end = at + length if length else len(content)
        if end > len(content) or end - at < head:
            raise ValueError("half a picture")
        if kind in BOXES:
            body = content[at + head : end]
            body = _plain_code(body) if kind == b"jp2c" else body
            kept.append((8 + len(body)).to_bytes(4) + kind + body)
        at = end
    return b"".join(kept)


def _plain_code(content: bytes) -> bytes:
    # The main header only: that is where programs write their comment.
    kept, at = [CODE_START], 2
    while content[at : at + 1] == b"\xff" and (kind := content[at + 1]) != TILE:
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if end > len(content) or end < at + 4:
            raise ValueError("half a picture")
        if kind != COMMENT:
            kept.append(content[at:end])
        at = end
    return b"".join(kept) + content[at:]


def _segment(kind: int, body: bytes) -> bytes:
    return bytes([0xFF, kind]) + (len(body) + 2).to_bytes(2) + body
