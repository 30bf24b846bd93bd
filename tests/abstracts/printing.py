"""A book of abstracts that is just out: decisions released, an embargo that ends at NOON, and what stands in it."""

from datetime import timedelta

from abstracts.models import (
    Abstract,
    AbstractFile,
    AbstractStatus,
    Call,
    Decision,
    Ethics,
    Exhibit,
    Section,
    Supplement,
    SupplementEntry,
)
from core import files
from core.uploads import PNG, Upload
from tests import factories as make

BEFORE = make.NOON - timedelta(days=20)


def a_supplement(call: Call, **changes) -> Supplement:
    """Published twenty days ago, with its volume and issue; the call's decisions are out, its embargo ends at NOON."""
    call.released_at, call.embargo_until = BEFORE, make.NOON
    call.opens_at, call.closes_at = BEFORE - timedelta(days=30), BEFORE - timedelta(days=9)
    given = {"journal": "BMJ Leader", "issn": "2398-631X", "year": 2027, "volume": "11", "issue": "Suppl 1"}
    return make.saved(Supplement(**{"call_id": call.id, "published_at": BEFORE, **given} | changes))


def an_accepted(call: Call, **changes) -> Abstract:
    """An accepted abstract with words under each heading."""
    given = {"status": AbstractStatus.ACCEPTED, "decision": Decision.ORAL, "decided_at": BEFORE}
    return make.an_abstract(call, **given | changes)


def an_entry(abstract: Abstract, **changes) -> SupplementEntry:
    """It is in the book."""
    return make.saved(SupplementEntry(**{"abstract_id": abstract.id, "published_at": BEFORE} | changes))


def a_figure(abstract: Abstract, content: bytes, kind: str = PNG, exhibit: Exhibit = Exhibit.FIGURE) -> AbstractFile:
    """The figure of that abstract, with a caption. Needs a folder for files."""
    key = files.FileStore(make.app.config["FILES_URL"]).write(content)
    upload = Upload("figure.png", kind, content)
    stored = files.add(make.session, key=key, upload=upload, purpose="figure", now=make.NOON)
    make.session.flush()
    return make.saved(
        AbstractFile(abstract_id=abstract.id, exhibit=exhibit, file_id=stored.id, caption="Minutes spent on listening")
    )


def every_text(abstract: Abstract, words: str) -> None:
    """Whatever somebody typed about it says that."""
    abstract.title = abstract.funding = abstract.conflicts = abstract.keywords = words
    abstract.ethics, abstract.ethics_reference = Ethics.APPROVED, words
    abstract.authors[0].surname = abstract.authors[0].organisation = words
    for each in (*abstract.sections, *abstract.files):
        setattr(each, "words" if isinstance(each, Section) else "caption", words)
    make.session.commit()
