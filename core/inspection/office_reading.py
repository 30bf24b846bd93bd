"""Is this an office file of its kind, that unpacks to a bearable size in its own folder?"""

import encodings.cp437  # noqa: F401  as zip calls its names, and no file may be opened later
import io
import stat
import zipfile

from answers import FOREIGN, SWOLLEN, Found, Refused

ENTRIES = 5000
CHUNK = 2**16
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAIN_PARTS = {DOCX: b"wordprocessingml.document.main+xml", XLSX: b"spreadsheetml.sheet.main+xml"}


def read(content: bytes, wanted: dict) -> Found:
    """Nothing new, if it is a Word document that unpacks to a bearable size in its own folder. Raises Refused."""
    check_parts(content, wanted, DOCX)
    return Found()


def check_parts(content: bytes, wanted: dict, kind: str) -> None:
    """Raise Refused unless it is an office file of this kind that unpacks to a bearable size in its own folder."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES or sum(each.file_size for each in entries) > wanted["unpacked"]:
            raise Refused("Unsafe", SWOLLEN)
        if any(is_unsafe(each) for each in entries) or archive.comment:
            raise Refused("Unsafe", FOREIGN)
        left = wanted["unpacked"]
        for each in entries:
            with archive.open(each) as part:
                start = part.read(CHUNK)
                left -= len(start)
                if each.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in start:
                    raise Refused("Unsafe", FOREIGN)
                while chunk := part.read(CHUNK):
                    left -= len(chunk)
        names = {each.filename for each in entries}
        if left < 0 or len(names) != len(entries):  # the sizes in its list were a lie
            raise Refused("Unsafe", SWOLLEN)
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
