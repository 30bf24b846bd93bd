"""Who may read a call and write an abstract: a part of the table of access_matrix.py, whose columns it has."""

NOBODY_AT_ALL = "404 404 404 404 404 404"
NONE_SIGNED_IN = "in 404 404 404 404 404"
FOR_ALL = "200 200 200 200 200 200"
BEGINS = "in 303 303 303 303 303"

# An abstract is its writer's alone.
OWN_PAGE = {
    "own": "in 200 404 404 404 404",
    "another's": NONE_SIGNED_IN,
    "crossed": NONE_SIGNED_IN,
    "missing": NONE_SIGNED_IN,
}
OWN_DEED = {thing: row.replace("200", "303") for thing, row in OWN_PAGE.items()}

WRITING: dict[str, dict[str, str]] = {
    "abstracts.show_calls": {"own": FOR_ALL, "another's": FOR_ALL, "draft": NOBODY_AT_ALL, "missing": NOBODY_AT_ALL},
    "abstracts.show_call": {
        "own": FOR_ALL,
        "another's": FOR_ALL,
        "crossed": NOBODY_AT_ALL,
        "draft": NOBODY_AT_ALL,
        "missing": NOBODY_AT_ALL,
    },
    "abstracts.show_judging": {
        "own": FOR_ALL,
        "another's": FOR_ALL,
        "crossed": NOBODY_AT_ALL,
        "draft": NOBODY_AT_ALL,
        "missing": NOBODY_AT_ALL,
    },
    "abstracts.start_abstract": {
        "own": BEGINS,
        "another's": BEGINS,
        "crossed": NONE_SIGNED_IN,
        "draft": NONE_SIGNED_IN,
        "missing": NONE_SIGNED_IN,
    },
    "abstracts.show_abstract": OWN_PAGE,
    "abstracts.show_text": OWN_PAGE,
    "abstracts.show_statements": OWN_PAGE,
    "abstracts.show_exhibits": OWN_PAGE,
    "abstracts.show_check": OWN_PAGE,
    "abstracts.download_exhibit": OWN_PAGE,
    "abstracts.save_wording": OWN_DEED,
    "abstracts.save_statements": OWN_DEED,
    "abstracts.submit_abstract": OWN_DEED,
    "abstracts.delete_draft": OWN_DEED,
    "abstracts.save_exhibit": OWN_DEED,
    "abstracts.remove_exhibit": OWN_DEED,
}
