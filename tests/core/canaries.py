"""Names planted in files, and the search for them that knows nothing of how they were cleaned."""

import contextlib
import io
import zipfile
import zlib

import pikepdf

CANARIES = ("Exampleby", "Northmere")


def traces(content: bytes) -> list[str]:
    """Where a planted name is left: in the bytes, in a part of a zip, in a stream or a string of a PDF."""
    found = _in_bytes("bytes", content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                found += _in_bytes(name, name.encode()) + _in_bytes(name, archive.read(name))
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            for each in [*pdf.objects, pdf.trailer]:
                found += _in_object(each)
    if content.startswith(b"\x89PNG"):
        found += _in_bytes("zlib", b"".join(_unpacked(content)))
    return found


def _in_object(each) -> list[str]:
    found, todo = [], [each]
    while todo:
        value = todo.pop()
        if isinstance(value, pikepdf.Stream):
            found += _in_bytes("raw stream", value.read_raw_bytes())
            try:
                found += _in_bytes("stream", value.read_bytes())
            except pikepdf.PikepdfError:  # a picture: its bytes are searched as they are
                outer = value.get("/Filter")
                if isinstance(outer, pikepdf.Array) and outer[0] == pikepdf.Name.FlateDecode:
                    found += _in_bytes("picture", zlib.decompress(value.read_raw_bytes()))
        if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            for key in value.keys():  # noqa: SIM118  a stream is no mapping
                found += _in_bytes(key, key.encode(errors="ignore"))
                todo += [] if value[key].__class__ is pikepdf.Object and value[key].is_indirect else [value[key]]
        elif isinstance(value, pikepdf.Array):
            todo += [item for item in value if not getattr(item, "is_indirect", False)]
        elif isinstance(value, pikepdf.String | pikepdf.Name):
            found += _in_bytes(
                "string", bytes(value) if isinstance(value, pikepdf.String) else str(value).encode(errors="ignore")
            )
    return found


def _in_bytes(where: str, content: bytes) -> list[str]:
    lowered = content.lower()
    written = [name.lower().encode(code) for name in CANARIES for code in ("ascii", "utf-16-le", "utf-16-be")]
    written += [name.encode().hex().encode() for name in CANARIES]
    return [where] * any(each in lowered for each in written)


def _unpacked(content: bytes):
    """What each compressed run of a PNG says, its words among them."""
    at = content.find(b"x\x9c")
    while at >= 0:
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj().decompress(content[at:], 10_000_000)
        at = content.find(b"x\x9c", at + 1)
