"""Reads one untrusted file on standard input and says what it is. Run by core/uploads.py as a process of its own.

It imports none of our modules: what breaks it finds no settings, no database and no network here. The answer is
one line of JSON, and for a picture the picture drawn anew.
"""

import encodings.cp437  # noqa: F401  as zip calls its names; see the next comment
import io
import json
import re
import resource
import stat
import sys
import zipfile
import zlib

import openpyxl

# Some of these are asked for only later, when no file may be opened any more.
from PIL import ExifTags, Image, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin  # noqa: F401

CPU_SECONDS = 15
MEMORY = 768 * 2**20
ENTRIES = 5000
CHUNK = 2**16
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAIN_PARTS = {DOCX: b"wordprocessingml.document.main+xml", XLSX: b"spreadsheetml.sheet.main+xml"}
ROWS, COLUMNS = 2000, 20
# With one dictionary inside it at most; possessive, so that no file can make it try again and again.
DICTIONARY = re.compile(rb"<<(?:[^<>]++|<<[^<>]*+>>|<[^<>]*+>)*+>>")
DAMAGED = "That file cannot be read. Open it on your computer, save it again and send that."


class Refused(Exception):
    """The name of a refusal in core/uploads.py, and its sentence."""


def confine() -> None:
    """From here on: so much time and memory, and nothing more to open, write or start."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))  # the three it has; a socket is a file too


def inspected(content: bytes, wanted: dict) -> tuple[str, bytes | None]:
    """The content type, and the bytes to keep instead of these if there are any. Raises Refused."""
    for start, kind, read in KINDS:
        if content.startswith(start) and kind in wanted["kinds"]:
            return kind, read(content, wanted)
    raise Refused("WrongKind", f"That is not {wanted['words']}, whatever its name says. Send one of those.")


def read_pdf(content: bytes, wanted: dict) -> None:
    """Nothing, if it is a PDF that a reader can leaf through and that holds no program. Raises Refused."""
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


def read_picture(content: bytes, wanted: dict) -> bytes:
    """The picture drawn anew, without what it said of its maker and of anything hidden behind it."""
    Image.MAX_IMAGE_PIXELS = None  # ours is the limit, and it has its own sentence
    kind = "PNG" if content.startswith(b"\x89PNG") else "JPEG"
    with Image.open(io.BytesIO(content), formats=[kind]) as picture:
        if picture.width * picture.height > wanted["pixels"]:
            most = wanted["pixels"] // 1_000_000
            raise Refused("TooManyPixels", f"That picture has more than {most} million pixels. Send a smaller one.")
        plain = ImageOps.exif_transpose(picture)  # what the metadata turned, stays turned without it
    if kind == "JPEG" and plain.mode not in {"RGB", "L"}:
        plain = plain.convert("RGB")
    plain.info = {each: plain.info[each] for each in ("transparency",) if each in plain.info}
    drawn = io.BytesIO()
    plain.save(drawn, kind, **({"quality": 90} if kind == "JPEG" else {"compress_level": 4}))
    return drawn.getvalue()


def read_docx(content: bytes, wanted: dict) -> None:
    """Nothing, if it is a Word document that unpacks to a bearable size in its own folder. Raises Refused."""
    check_parts(content, wanted, DOCX)


def read_xlsx(content: bytes, wanted: dict) -> bytes:
    """The first sheet's rows as lines, with a tab between cells; a formula is what it last came to. Raises Refused."""
    check_parts(content, wanted, XLSX)
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheet = book.worksheets[0]
    rows = sheet.iter_rows(max_row=ROWS + 1, max_col=COLUMNS, values_only=True)
    lines = ["\t".join("" if cell is None else " ".join(str(cell).split()) for cell in row) for row in rows]
    if len(lines) > ROWS:
        raise Refused("TooManyPages", f"That workbook has more than {ROWS:,} rows. Send a shorter one.")
    return "\n".join(line.rstrip() for line in lines).encode()


def check_parts(content: bytes, wanted: dict, kind: str) -> None:
    """Raise Refused unless it is an office file of this kind that unpacks to a bearable size in its own folder."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES or sum(each.file_size for each in entries) > wanted["unpacked"]:
            raise Refused("Unsafe", "That document unpacks to far too much. Save it again and send that.")
        if any(is_unsafe(each) for each in entries) or archive.comment:
            raise Refused("Unsafe", "That document holds what such a document never holds. Save it again.")
        left = wanted["unpacked"]
        for each in entries:
            with archive.open(each) as part:
                start = part.read(CHUNK)
                left -= len(start)
                if each.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in start:
                    raise Refused("Unsafe", "That document holds what such a document never holds. Save it again.")
                while chunk := part.read(CHUNK):
                    left -= len(chunk)
        names = {each.filename for each in entries}
        if left < 0 or len(names) != len(entries):  # the sizes in its list were a lie
            raise Refused("Unsafe", "That document unpacks to far too much. Save it again and send that.")
        if "[Content_Types].xml" not in names or MAIN_PARTS[kind] not in archive.read("[Content_Types].xml"):
            raise Refused("WrongKind", f"That is not {wanted['words']}, whatever its name says. Send one of those.")


def is_unsafe(entry: zipfile.ZipInfo) -> bool:
    """True for a name that leads elsewhere, a link, a locked part or a macro."""
    name = entry.orig_filename
    parts = name.replace("\\", "/").split("/")
    leads_elsewhere = name.startswith(("/", "\\")) or ".." in parts or ":" in name or "\0" in name
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    is_program = name.lower().endswith((".bin", ".exe", ".js")) and not name.startswith("xl/printerSettings/")
    return leads_elsewhere or is_link or bool(entry.flag_bits & 1) or is_program


KINDS = (
    (b"%PDF-", "application/pdf", read_pdf),
    (b"\x89PNG\r\n\x1a\n", "image/png", read_picture),
    (b"\xff\xd8\xff", "image/jpeg", read_picture),
    (b"PK\x03\x04", DOCX, read_docx),
    (b"PK\x03\x04", XLSX, read_xlsx),
)


def main() -> None:
    """Read the file, answer, and never fail with words of its own."""
    content = sys.stdin.buffer.read()
    Image.preinit()
    confine()
    redrawn = None
    try:
        kind, redrawn = inspected(content, json.loads(sys.argv[1]))
        answer = {"kind": kind, "redrawn": redrawn is not None}
    except Refused as refused:
        answer = {"refusal": refused.args[0], "says": refused.args[1]}
    except Exception:  # whatever a library makes of a broken file
        answer = {"refusal": "Damaged", "says": DAMAGED}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + (redrawn or b""))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
