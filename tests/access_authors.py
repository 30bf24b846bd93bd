"""Who may name authors, withdraw, and say whether they are one: a part of the table of access_matrix.py."""

from tests.access_writing import NOBODY_AT_ALL, OWN_DEED, OWN_PAGE

# To whoever has proved the address that was named, and to nobody else.
NAMED = {
    "own": "404 200 404 404 404 404",
    "another's": NOBODY_AT_ALL,
    "crossed": NOBODY_AT_ALL,
    "missing": NOBODY_AT_ALL,
}
ANSWERED = {thing: row.replace("200", "303") for thing, row in NAMED.items()}
EVERYBODY = "303 303 303 303 303 303"
DEEDS = ("add_author", "change_author", "move_author", "choose_author", "remove_author", "ask_author_again")

AUTHORS: dict[str, dict[str, str]] = {
    "abstracts.show_authors": OWN_PAGE,
    "abstracts.show_new_author": OWN_PAGE,
    "abstracts.show_author": OWN_PAGE,
    **{f"abstracts.{deed}": OWN_DEED for deed in DEEDS},
    "abstracts.show_withdrawal": OWN_PAGE,
    "abstracts.withdraw_abstract": OWN_DEED,
    "abstracts.show_agreement": NAMED,
    "abstracts.agree_as_author": ANSWERED,
    "abstracts.decline_as_author": ANSWERED,
    "abstracts.open_agreement": {
        "own": EVERYBODY,
        "another's": EVERYBODY,
        "crossed": NOBODY_AT_ALL,
        "missing": NOBODY_AT_ALL,
    },
}
