"""A Word document written anew with what is seen on its pages, and without anything that tells who made it.

It follows the document's own links from its text, takes the parts that are known to be seen (word_parts.py), and
leaves every other part behind.
"""

import io
import posixpath
import zipfile
from urllib.parse import unquote

import pictures
import word_markup
from answers import DAMAGED, FOREIGN, SWOLLEN, Found, Refused, some
from lxml import etree
from office_reading import DOCX, check_parts
from word_parts import LEFT_BEHIND, MICROSOFT, OFFICE, PACKAGE, PARTS
from word_words import words_of

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MOST_TEXT = 100_000
MOST_MARKUP = 6 * 2**20
# Parts that a part uses without naming its link to them.
UNNAMED = {"styles", "numbering", "settings", "fontTable", "theme", "footnotes", "endnotes", "diagramDrawing"}
ONLY_SEEN = "That document holds a picture that cannot be checked for names. Paste the picture as a PNG or JPEG."
CORE_WORDS = {"creator": "author", "lastModifiedBy": "who changed it last", "title": "title", "subject": "subject"}
CORE_WORDS |= {"keywords": "keywords", "description": "remarks", "category": "category"}
# What Pillow can turn into a PNG, by its first bytes. Windows metafiles and SVG are programs that draw.
OTHER_PICTURES = ((b"GIF8", "GIF"), (b"BM", "BMP"), (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"))


def clean(content: bytes, wanted: dict) -> Found:
    """The document anew, what is no longer in it, and its words. Raises Refused."""
    check_parts(content, wanted, DOCX)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        copy = Copy(archive, wanted)
        copy.begin()
    return Found(copy.packed(), tuple(copy.removed()), words_of(copy.trees)[:MOST_TEXT])


class Copy:
    """The clean document as it grows, part by part, from the old one."""

    def __init__(self, archive: zipfile.ZipFile, wanted: dict) -> None:
        self.archive, self.wanted = archive, wanted
        self.names = {name.lower(): name for name in archive.namelist()}
        self.places: dict[str, str] = {}  # where an old part went
        self.trees: dict[str, etree._Element] = {}
        self.files: dict[str, bytes] = {}
        self.kinds: dict[str, str] = {}
        self.links: dict[str, list[tuple[str, str, str]]] = {}
        self.counted: dict[str, int] = {}
        self.found: dict[str, int] = {}  # what is left behind, and how often if that can be counted
        self.markup = word_markup.Markup()
        self.pixels = wanted["pixels"]
        self.markup_left = MOST_MARKUP

    def begin(self) -> None:
        """Take in all that is seen, from the first link on."""
        for _, kind, target, _ in self.old_links(""):
            if kind == "officeDocument" and "" not in self.links:
                self.links[""] = [("rId1", kind, self.take(kind, target))]
            elif kind == "core-properties":
                self.tell_properties(target)
            elif kind in LEFT_BEHIND:
                self.found[LEFT_BEHIND[kind]] = 0
        if "" not in self.links:
            raise Refused("Damaged", DAMAGED)
        self.markup.rename_styles(self.trees)

    def take(self, kind: str, target: str) -> str:
        """The new name of an old part, which is cleaned and taken in with all that it leads to."""
        if target in self.places:
            return self.places[target]
        name, content_type = PARTS[kind]
        self.counted[kind] = self.counted.get(kind, 0) + 1
        if kind == "image":
            extension, drawn = self.picture(self.bytes_of(target))
            name = name.format(self.counted[kind]) + extension
            self.places[target], self.files[name] = name, drawn
            return name
        if "{}" not in name and self.counted[kind] > 1:
            raise Refused("Damaged", DAMAGED)
        self.places[target] = name = name.format(self.counted[kind])
        self.kinds[name] = content_type
        tree = self.tree_of(target)
        kept: dict[str, tuple[str, str]] = {}
        for link, linked, to, external in self.old_links(target):
            # Word keeps links to pictures that it has lost.
            if not external and to in self.names and linked in PARTS and linked != "officeDocument":
                kept[link] = (linked, to)
            elif linked in LEFT_BEHIND:
                self.found[LEFT_BEHIND[linked]] = 0
        used = self.markup.clean(tree, kind, set(kept))
        self.trees[name] = tree
        self.links[name] = []
        for link, (linked, to) in kept.items():
            # A picture that nothing shows stays behind; styles and their like are used without being named.
            if link in used or linked in UNNAMED:
                self.links[name].append((link, linked, self.take(linked, to)))
        return name

    def old_links(self, part: str) -> list[tuple[str, str, str, bool]]:
        """Id, kind, part or address, and whether it leads outside, for each link of an old part."""
        folder, name = posixpath.split(part)
        listed = self.names.get(posixpath.join(folder, "_rels", f"{name}.rels").lower())
        if listed is None:
            return []
        links = []
        for each in self.tree_of(listed.lower()):
            kind, target = each.get("Type", "").rpartition("/")[2], each.get("Target", "")
            external = each.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/").lower()
            links.append((each.get("Id", ""), kind, target, external))
        return links

    def tree_of(self, target: str) -> etree._Element:
        content = self.bytes_of(target)
        self.markup_left -= len(content)
        if self.markup_left < 0:
            raise Refused("Unsafe", SWOLLEN)
        return parsed(content)

    def bytes_of(self, target: str) -> bytes:
        if target not in self.names:
            raise Refused("Damaged", DAMAGED)
        return self.archive.read(self.names[target])

    def picture(self, content: bytes) -> tuple[str, bytes]:
        """The extension and the bytes of a picture drawn anew; a few other kinds become a PNG."""
        kind = next((kind for start, kind in OTHER_PICTURES if content.startswith(start)), None)
        if kind is None and not content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
            raise Refused("Unsafe", ONLY_SEEN)
        opened = pictures.opened(content, self.wanted, kind)
        self.pixels -= opened.width * opened.height
        if self.pixels < 0:
            raise Refused("TooManyPixels", "The pictures in that document are too large. Make them smaller first.")
        for told in pictures.what_it_tells(opened):
            self.found[f"{told}, in a picture" if "picture" not in told else told] = 0
        jpeg = opened.format in {"JPEG", "MPO"}
        return (".jpg" if jpeg else ".png"), pictures.drawn(opened, "JPEG" if jpeg else "PNG")

    def tell_properties(self, target: str) -> None:
        for each in self.tree_of(target):
            word = CORE_WORDS.get(etree.QName(each).localname)
            if word and (each.text or "").strip():
                self.found[f"{word} in the document's properties"] = 0

    def removed(self) -> list[str]:
        """In a few words each, what was left behind."""
        counts = self.markup.counts
        comments = self.found.pop("comments", None)
        told = [some(counts["comment"], "comment")] if counts["comment"] else ["comments"] * (comments is not None)
        changes = counts["change"]
        told += [f"{some(changes, 'tracked change')} (accepted)"] * bool(changes)
        told += [f"{some(counts['link'], 'link')} (the words stay)"] * bool(counts["link"])
        told += [some(counts["field"], "field") + " (what it shows stays)"] * bool(counts["field"])
        told += ["embedded files"] * bool(counts["object"]) + ["linked pictures"] * bool(counts["linked picture"])
        told += [some(counts["path"], "file name") + " in the descriptions of pictures"] * bool(counts["path"])
        return list(dict.fromkeys([*self.found, *told]))

    def packed(self) -> bytes:
        """The clean document as a file, with no time and no machine in it."""
        parts = {"[Content_Types].xml": self.content_types()}
        parts |= {_links_of(name): _list_of(name, links) for name, links in self.links.items() if links}
        parts |= {name: HEAD + etree.tostring(tree) for name, tree in self.trees.items()} | self.files
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                entry = zipfile.ZipInfo(name)  # dated 1980
                entry.create_system = 0
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, content)
        return written.getvalue()

    def content_types(self) -> bytes:
        root = etree.Element("Types", xmlns=TYPES)
        defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
        for extension, kind in (defaults | {"png": "image/png", "jpg": "image/jpeg"}).items():
            etree.SubElement(root, "Default", Extension=extension, ContentType=kind)
        for name, kind in self.kinds.items():
            etree.SubElement(root, "Override", PartName=f"/{name}", ContentType=kind)
        return HEAD + etree.tostring(root)


def parsed(content: bytes) -> etree._Element:
    """The tree of a part, with nothing fetched and nothing expanded. Raises Refused if it declares anything."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise Refused("Unsafe", FOREIGN)
    return root


def _links_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _list_of(part: str, links: list[tuple[str, str, str]]) -> bytes:
    root = etree.Element("Relationships", xmlns=PACKAGE)
    for link, kind, target in links:
        space = MICROSOFT if kind == "diagramDrawing" else OFFICE
        etree.SubElement(root, "Relationship", Id=link, Type=f"{space}/{kind}", Target=f"/{target}")
    return HEAD + etree.tostring(root)
