"""What one part of a Word document says: changes accepted, remarks and names gone, the words as they were."""

from collections import Counter

from answers import DAMAGED, Refused
from lxml import etree
from told import is_path
from word_parts import OFFICE, SETTINGS, W

M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
O = "urn:schemas-microsoft-com:office:office"  # noqa: E741  as the format itself calls it
V = "urn:schemas-microsoft-com:vml"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def _tags(space: str, words: str) -> frozenset[str]:
    return frozenset(f"{{{space}}}{word}" for word in words.split())


REMOVED = (
    _tags(W, "del moveFrom delText delInstrText cellIns cellMerge rPrChange pPrChange sectPrChange tblPrChange")
    | _tags(W, "tblPrExChange tcPrChange trPrChange tblGridChange numberingChange")
    | _tags(W, "moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd customXmlInsRangeStart")
    | _tags(W, "customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd customXmlMoveFromRangeStart")
    | _tags(W, "customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd")
    | _tags(W, "commentRangeStart commentRangeEnd commentReference annotationRef permStart permEnd proofErr")
    | _tags(W, "bookmarkStart bookmarkEnd fldChar instrText fldData ffData sdtPr sdtEndPr smartTagPr customXmlPr")
    | _tags(W, "altChunk subDoc control movie rsid rsids aliases divId printerSettings contentPart")
    | _tags(W, "embedRegular embedBold embedItalic embedBoldItalic saveSubsetFonts")
    | _tags(W14, "conflictDel conflictIns contentPart")
    | _tags(O, "OLEObject signatureline ink")
    | _tags(A, "extLst hlinkClick hlinkHover")
    | _tags(C, "externalData userShapes printSettings extLst")
)
UNWRAPPED = _tags(W, "ins moveTo hyperlink sdt sdtContent smartTag customXml fldSimple")
CHANGES = _tags(W, "ins del moveFrom moveTo rPrChange pPrChange sectPrChange tblPrChange tcPrChange trPrChange cellIns")
CHANGES |= _tags(W, "tblGridChange numberingChange cellDel")
# Other name spaces are a program's own, and Word shows nothing of them.
KNOWN = ("http://schemas.openxmlformats.org/", "http://schemas.microsoft.com/office/", "urn:schemas-microsoft-com:")
IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
OBJECTS = _tags(O, "OLEObject") | _tags(W, "altChunk subDoc control")
# Who, when and on which machine; where a link leads; and marks that only comments need.
ATTRIBUTES = {"author", "initials", "userId", "providerId", "paraId", "textId", "durableId", "dateUtc", "href", "ed"}
ATTRIBUTES |= {"edGrp", "tooltip", "docLocation", "tgtFrame"}
ENDED = [f"{{{W}}}pPr/{{{W}}}rPr/{{{W}}}{word}" for word in ("del", "moveFrom")]
ROWS = _tags(W, "tr tbl")
DESCRIBED = {"docPr", "cNvPr"}
STYLED = _tags(W, "pStyle rStyle tblStyle basedOn link next styleLink numStyleLink")


class Markup:
    """Cleans the parts of one document, and counts what it takes out."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.pictures = 0

    def clean(self, tree: etree._Element, kind: str, kept: set[str]) -> set[str]:
        """Leave in ``tree`` what is seen, and return which of the links ``kept`` it still uses."""
        if kind == "officeDocument" and tree.tag != f"{{{W}}}document":
            raise Refused("Damaged", DAMAGED)  # the strict dialect, or none
        self.accept_deletions(tree)
        ended = [each for each in tree.iter(f"{{{W}}}p") if any(each.find(mark) is not None for mark in ENDED)]
        for each in list(tree.iter()):
            self.count(each)
            if each.tag in REMOVED:
                _remove(each)
            elif each.tag in UNWRAPPED or not _is_known(each.tag):
                _unwrap(each)
        self.join_paragraphs(ended)
        for each in tree.iter():
            self.quiet(each)
        forget_spaces(tree)
        if kind == "settings":
            for each in list(tree):
                if etree.QName(each).localname not in SETTINGS:
                    _remove(each)
        if kind == "theme":
            for each in tree.iter(f"{{{A}}}theme", *_tags(A, "clrScheme fontScheme fmtScheme")):
                each.set("name", "Plain")
        if kind == "chart":  # which workbook its numbers came from; the numbers themselves stay
            for each in tree.iter(f"{{{C}}}f"):
                each.text = "Sheet1!$A$1"
        if kind == "numbering":
            for each in list(tree.iter(f"{{{W}}}name")):
                _remove(each)
        return self.cut_links(tree, kept)

    def accept_deletions(self, tree: etree._Element) -> None:
        """Remove the rows and cells that a tracked change took out."""
        for each in list(tree.iter(f"{{{W}}}trPr", f"{{{W}}}tcPr")):
            gone = each.find(f"{{{W}}}{'del' if each.tag.endswith('trPr') else 'cellDel'}")
            if gone is not None:
                self.counts["change"] += 1
                part = each.getparent()
                while part is not None and part.getparent() is not None:
                    holder = part.getparent()
                    holder.remove(part)
                    # Word opens no row without a cell and no table without a row.
                    if holder.tag not in ROWS or next(holder.iter(part.tag), None) is not None:
                        break
                    part = holder

    def join_paragraphs(self, ended: list[etree._Element]) -> None:
        """Join each paragraph whose end was taken out with the one that follows, which says how both look."""
        left = dict.fromkeys(ended)  # in their order; an element is itself as long as this holds it
        for each in ended:
            goes_on = left.pop(each, each) is None
            while goes_on:
                following = each.getnext()
                if following is None or following.tag != each.tag:
                    break
                if each[0].tag == f"{{{W}}}pPr":
                    each.remove(each[0])
                for child in list(following):
                    if child.tag == f"{{{W}}}pPr":
                        each.insert(0, child)
                    else:
                        each.append(child)
                _remove(following)
                goes_on = left.pop(following, following) is None

    def count(self, each: etree._Element) -> None:
        """Note what the author should hear of."""
        parent = each.getparent()
        if each.tag in CHANGES and not (parent is not None and parent.tag in CHANGES):
            self.counts["change"] += 1
        elif each.tag == f"{{{W}}}commentReference":
            self.counts["comment"] += 1
        elif each.tag == f"{{{W}}}hyperlink" or each.tag.endswith("}hlinkClick"):
            self.counts["link"] += f"{{{OFFICE}}}id" in each.attrib
        elif each.tag == f"{{{W}}}fldSimple" or each.get(f"{{{W}}}fldCharType") == "begin":
            self.counts["field"] += 1
        elif each.tag in OBJECTS:
            self.counts["object"] += 1

    def quiet(self, each: etree._Element) -> None:
        """Take the attributes that tell from one element, and give pictures plain names."""
        for name in list(each.attrib):
            local = etree.QName(name).localname
            told = (
                local in ATTRIBUTES
                or not (_is_known(name) or name == SPACE)
                or local.startswith("rsid")
                or name == f"{{{W}}}date"
            )
            if told or ((name == f"{{{O}}}title" or local in {"descr", "title", "alt"}) and self.is_path(each, name)):
                del each.attrib[name]
        if etree.QName(each).localname in DESCRIBED:
            self.pictures += 1
            each.set("name", f"Object {self.pictures}")

    def is_path(self, each: etree._Element, name: str) -> bool:
        found = is_path(each.get(name))
        self.counts["path"] += found
        # A drawing in the old manner repeats here the name of the file that it came from, without its ending.
        return found or each.tag == f"{{{V}}}imagedata"

    def cut_links(self, tree: etree._Element, kept: set[str]) -> set[str]:
        """Remove what leads to a part that is not taken in; return the ids of the links that are left."""
        used = set()
        for each in list(tree.iter()):
            for name in [name for name in each.attrib if name.startswith(f"{{{OFFICE}}}")]:
                if each.get(name) in kept:
                    used.add(each.get(name))
                    continue
                del each.attrib[name]
                self.counts["linked picture"] += name.endswith("}link") or each.tag == f"{{{V}}}imagedata"
                if not any(other.startswith(f"{{{OFFICE}}}") for other in each.attrib):
                    drawing = next(each.iterancestors(*_tags(W, "drawing pict")), each)
                    _remove(drawing if each.tag in {f"{{{A}}}blip", f"{{{V}}}imagedata"} else each)
        return used

    def rename_styles(self, trees: dict[str, etree._Element]) -> None:
        """Give the styles that somebody made plain names, in every part that uses them."""
        styles = trees.get("word/styles.xml")
        if styles is None:
            return
        renamed = {}
        for each in styles.iter(f"{{{W}}}style"):
            if each.get(f"{{{W}}}customStyle") in {"1", "true", "on"}:
                plain = f"Style{len(renamed) + 1}"
                renamed[each.get(f"{{{W}}}styleId")] = plain
                each.set(f"{{{W}}}styleId", plain)
                for name in each.iter(f"{{{W}}}name"):
                    name.set(f"{{{W}}}val", plain)
        for tree in trees.values():
            for each in tree.iter(*STYLED):
                value = each.get(f"{{{W}}}val")
                each.set(f"{{{W}}}val", renamed.get(value, value or ""))


def forget_spaces(tree: etree._Element) -> None:
    """Leave the name spaces of Word alone declared."""
    known = {prefix for prefix, space in tree.nsmap.items() if prefix and space.startswith(KNOWN)}
    if IGNORABLE in tree.attrib:
        tree.set(IGNORABLE, " ".join(prefix for prefix in tree.get(IGNORABLE).split() if prefix in known))
    etree.cleanup_namespaces(tree, keep_ns_prefixes=sorted(known))


def _is_known(name: str) -> bool:
    return not name.startswith("{") or name[1:].startswith(KNOWN)


def _remove(each: etree._Element) -> None:
    parent = each.getparent()
    if parent is not None:
        parent.remove(each)


def _unwrap(each: etree._Element) -> None:
    if each.getparent() is not None:
        for child in list(each):
            each.addprevious(child)
        _remove(each)
