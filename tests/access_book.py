"""The rows of the published table for books of abstracts: one that is out is everybody's, its desk the chair's."""

from tests.access_chair import CHAIRS_THING

EVERYBODY, NO_ONE = " ".join(["200"] * 6), " ".join(["404"] * 6)
OUT = {"own": EVERYBODY, "another's": EVERYBODY, "crossed": NO_ONE, "missing": NO_ONE}
READ = (
    *("show_book", "show_book_authors", "download_book", "show_published", "download_citation"),
    "show_published_exhibit",
)
CHAIRS_PAGES = ("show_supplement", "show_entry", "download_supplement")
CHAIRS_DEEDS = (
    *("set_supplement", "save_dois", "publish_book", "take_book_back", "change_entry"),
    "retract_abstract",
)

BOOK: dict[str, dict[str, str]] = {
    **{f"abstracts.{name}": OUT for name in READ},
    **{f"abstracts.{name}": CHAIRS_THING for name in CHAIRS_PAGES},
    **{
        f"abstracts.{name}": {thing: row.replace("200", "303") for thing, row in CHAIRS_THING.items()}
        for name in CHAIRS_DEEDS
    },
}
MIXABLE_IN_BOOKS = tuple(BOOK)
