"""The words that can be read in a Word document, wherever they stand in it."""

from lxml import etree
from word_parts import W

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BETWEEN = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
ENDS = {"p", "tc", "pt"}
SPOKEN = ("descr", "title", "alt", "string")  # an attribute that is read aloud, or drawn as letters across the page


def words_of(trees: dict[str, etree._Element]) -> str:
    """The words of each part, a line for each paragraph, then what pictures and tables are described with."""
    said: list[str] = []
    for name, tree in trees.items():
        if name != "word/styles.xml":
            _read(tree, said)
    return "".join(said).strip()


def _read(tree: etree._Element, said: list[str]) -> None:
    described = []
    skipped = None
    for event, each in etree.iterwalk(tree, events=("start", "end")):
        if each.tag == FALLBACK:
            skipped = each if event == "start" else None
        if skipped is not None:
            continue
        local = etree.QName(each).localname
        if event == "end":
            said += ["\n"] * (local in ENDS)
            continue
        if local in {"t", "v"} and each.text:
            said.append(each.text)
        elif local in BETWEEN and each.tag == f"{{{W}}}{local}" and each.getparent().tag == f"{{{W}}}r":
            said.append(BETWEEN[local])
        elif local in {"tblCaption", "tblDescription"}:
            described.append(each.get(f"{{{W}}}val") or "")
        described += [each.get(name) for name in SPOKEN if each.get(name)]
    said += [f"{words}\n" for words in described]
