"""Files as people send them, good and bad, each made here byte by byte."""

import io
import struct
import zipfile
import zlib

from PIL import Image
from PIL.PngImagePlugin import PngInfo

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def a_pdf(pages: int = 1, *, catalog: bytes = b"", count: int | None = None, tail: bytes = b"") -> bytes:
    """A PDF of so many empty pages, or one that claims ``count``."""
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % (pages if count is None else count),
        *[b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"] * pages,
    ]
    return _pdf_of(objects) + tail


def a_packed_pdf(inner: bytes) -> bytes:
    """A PDF whose objects are in a compressed stream, as newer programs write it."""
    packed = zlib.compress(inner)
    head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(packed)
    return _pdf_of([head + b"\nstream\n" + packed + b"\nendstream"])


def _pdf_of(objects: list[bytes]) -> bytes:
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, 1))
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + body + b"trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"


def a_picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", size, "rebeccapurple").save(drawn, kind, **options)
    return drawn.getvalue()


def a_talking_png() -> bytes:
    """A picture that tells who made it and where."""
    words = PngInfo()
    words.add_text("Author", "Dr Ash Fictum")
    words.add_itxt("Place", "Caldergate Royal Infirmary", zip=True)
    return a_picture(pnginfo=words)


def a_talking_jpeg() -> bytes:
    """A picture that lies on its side and tells who made it."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it to the right
    exif[0x013B] = "Dr Ash Fictum"
    return a_picture("JPEG", exif=exif, comment=b"Caldergate Royal Infirmary")


def a_png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that would be gigabytes once decoded."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"\0" * 100)) + _chunk(b"IEND")
    )


def a_png_with_a_long_tale() -> bytes:
    tale = _chunk(b"zTXt", b"Tale\0\0" + zlib.compress(b"la " * 30_000_000))
    good = a_picture()
    return good[:33] + tale + good[33:]


def _chunk(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def a_docx(**more: bytes) -> bytes:
    return a_zip({"[Content_Types].xml": _types(), "word/document.xml": b"<?xml version='1.0'?><w:document/>"} | more)


def _types() -> bytes:
    return (
        f'<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'.encode()
    )


def a_zip(parts: dict[str, bytes], comment: bytes = b"") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def added(content: bytes, name: str, part: bytes) -> bytes:
    """The same zip with one part more."""
    packed = io.BytesIO(content)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return packed.getvalue()


def a_docx_with_a_link() -> bytes:
    packed = io.BytesIO(a_docx())
    with zipfile.ZipFile(packed, "a") as archive:
        link = zipfile.ZipInfo("word/styles.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return packed.getvalue()


def a_docx_that_lies_about_its_size() -> bytes:
    """Its list says 10 bytes where 200 MB are packed."""
    content = bytearray(a_docx(**{"word/media/a": b"\0" * 200_000_000}))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.rfind(signature)
        content[at + offset : at + offset + 4] = struct.pack("<I", 10)
    return bytes(content)


def a_zip_within_itself() -> bytes:
    """Many names for the same packed bytes: each small, together huge."""
    content = a_docx(**{f"word/media/{number}": b"\0" * 4_000_000 for number in range(40)})
    return content


PAGE = b"<!doctype html><script>fetch('/me')</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="fetch(\'/me\')"/>'
MHTML = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n\r\n" + PAGE
