"""The figure and the table of an abstract."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from abstracts import rules
from abstracts.actions.writing import check_may_write_now, saved
from abstracts.models import Abstract, AbstractFile, Exhibit
from core import files
from core.uploads import EXTENSIONS, Upload

PURPOSE = "exhibit"


def save_exhibit(
    session: Session,
    *,
    abstract: Abstract,
    exhibit: Exhibit,
    caption: str,
    upload: Upload | None,
    file_key: str,
    version: int,
    by_id: int | None,
    now: datetime,
) -> None:
    """The abstract's figure or table is ``upload``, written as ``file_key``, in place of any other; or its caption.

    It is kept under a neutral name, whatever its author called it (domain rule 40). The abstract is locked. Raises
    CallClosed, MayNotChange, NotTaken, NoFile, ChangedElsewhere or NotComplete, and then nothing is kept.
    """
    check_may_write_now(abstract, now)
    rules.check_takes(abstract.call, exhibit)
    kept = rules.exhibit_of(abstract, exhibit)
    if upload is None and kept is None:
        raise rules.NoFile(f"Choose the file of the {exhibit.value}.")
    if upload is None and kept is not None and kept.caption == caption:
        return
    rules.check_version(abstract, version)
    if upload is not None:
        kept = put_in_place(session, abstract, exhibit, upload, file_key, now)
    assert kept is not None  # noqa: S101  for the type checker: one of the two was there
    kept.caption = caption
    saved(session, abstract, by_id, now)


def remove_exhibit(
    session: Session, *, abstract: Abstract, exhibit: Exhibit, version: int, by_id: int | None, now: datetime
) -> None:
    """The abstract has no figure or table any more. Removed twice, nothing changes (R7). Raises as save_exhibit."""
    check_may_write_now(abstract, now)
    kept = rules.exhibit_of(abstract, exhibit)
    if kept is None:
        return
    rules.check_version(abstract, version)
    stored = kept.file
    abstract.files.remove(kept)
    session.delete(kept)
    session.flush()
    files.let_go(session, stored)
    saved(session, abstract, by_id, now)


def put_in_place(
    session: Session, abstract: Abstract, exhibit: Exhibit, upload: Upload, file_key: str, now: datetime
) -> AbstractFile:
    """The abstract's figure or table is ``upload``, under a neutral name and still without its caption."""
    kept = rules.exhibit_of(abstract, exhibit)
    earlier = kept.file if kept else None
    if kept is None:
        kept = AbstractFile(exhibit=exhibit)
    neutral = replace(upload, name=rules.neutral_name(abstract.number, kept, EXTENSIONS[upload.kind]))
    kept.file = files.add(session, key=file_key, upload=neutral, purpose=PURPOSE, now=now)
    kept.removed, kept.words = "\n".join(upload.removed), upload.text
    if earlier is None:
        abstract.files.append(kept)
    session.flush()
    if earlier is not None:
        files.let_go(session, earlier)
    return kept
