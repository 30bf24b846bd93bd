"""Names planted in files, and the search for them that knows nothing of how they were cleaned."""

import contextlib
import io
import zipfile
import zlib
from collections.abc import Iterator

import pikepdf

CANARIES = ("Exampleby", "Northmere")


def traces(content: bytes) -> list[str]:
    """Where a planted name is left: in the bytes, in a part of a zip, in a stream or a string of a PDF."""
    return [where for where, each in parts_of(content) if _holds_a_name(each)]


def parts_of(content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file as its bytes, and all that is packed in it: each with what it is."""
    yield "bytes", content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name, name.encode()
                yield name, archive.read(name)
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            for each in [*pdf.objects, pdf.trailer]:
                yield from _in_object(each)
    if content.startswith(b"\x89PNG"):
        yield "zlib", b"".join(_unpacked(content))


def _in_object(each) -> Iterator[tuple[str, bytes]]:
    todo = [each]
    while todo:
        value = todo.pop()
        if isinstance(value, pikepdf.Stream):
            yield "raw stream", value.read_raw_bytes()
            try:
                yield "stream", value.read_bytes()
            except pikepdf.PikepdfError:  # a picture: its bytes are searched as they are
                outer = value.get("/Filter")
                if isinstance(outer, pikepdf.Array) and outer[0] == pikepdf.Name.FlateDecode:
                    yield "picture", zlib.decompress(value.read_raw_bytes())
        if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            for key in value.keys():  # noqa: SIM118  a stream is no mapping
                yield key, key.encode(errors="ignore")
                todo += [] if value[key].__class__ is pikepdf.Object and value[key].is_indirect else [value[key]]
        elif isinstance(value, pikepdf.Array):
            todo += [item for item in value if not getattr(item, "is_indirect", False)]
        elif isinstance(value, pikepdf.String):
            yield "string", bytes(value)
        elif isinstance(value, pikepdf.Name):
            yield "string", str(value).encode(errors="ignore")


def _holds_a_name(content: bytes) -> bool:
    lowered = content.lower()
    written = [name.lower().encode(code) for name in CANARIES for code in ("ascii", "utf-16-le", "utf-16-be")]
    written += [name.encode().hex().encode() for name in CANARIES]
    return any(each in lowered for each in written)


def _unpacked(content: bytes):
    """What each compressed run of a PNG says, its words among them."""
    at = content.find(b"x\x9c")
    while at >= 0:
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj().decompress(content[at:], 10_000_000)
        at = content.find(b"x\x9c", at + 1)
