"""An abstract as a reviewer reads it: this is the only way to one, and it cannot select who wrote it (R14)."""

from dataclasses import dataclass

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from abstracts import rules
from abstracts.models import (
    Abstract,
    AbstractAnswer,
    AbstractFile,
    CallCategory,
    CallHeading,
    CallQuestion,
    Exhibit,
    Redaction,
    Section,
)


@dataclass(frozen=True)
class BlindFile:
    """A figure or table; without ``file_id`` the chair withholds it."""

    exhibit: Exhibit
    caption: str
    file_id: int | None


@dataclass(frozen=True)
class BlindAbstract:
    """What reviewers read. ``sections`` and ``answers`` are pairs of a heading or question and the words."""

    id: int
    number: int
    title: str
    category: str
    keywords: tuple[str, ...]
    sections: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]
    files: tuple[BlindFile, ...]


def blind_abstract(session: Session, abstract_id: int) -> BlindAbstract:
    """The abstract of that id with the chair's redactions; an empty redaction stays empty (REV-5).

    Whoever calls it has asked already that the reader may read this abstract at all.
    """
    head = session.execute(
        select(Abstract.id, Abstract.number, Abstract.title, Abstract.keywords, CallCategory.name.label("category"))
        .outerjoin(CallCategory, CallCategory.id == Abstract.category_id)
        .where(Abstract.id == abstract_id)
    ).one()
    redacted = session.execute(select(Redaction.field, Redaction.words).where(Redaction.abstract_id == abstract_id))
    hidden = {row.field: row.words for row in redacted}
    return BlindAbstract(
        id=head.id,
        number=head.number,
        title=hidden.get(rules.TITLE, head.title),
        category=head.category or "",
        keywords=tuple(line for line in hidden.get(rules.KEYWORDS, head.keywords).splitlines() if line),
        sections=_sections(session, abstract_id, hidden),
        answers=_answers(session, abstract_id, hidden),
        files=tuple(_file(row, hidden) for row in _files(session, abstract_id)),
    )


def _sections(session: Session, abstract_id: int, hidden: dict[str, str]) -> tuple[tuple[str, str], ...]:
    rows = session.execute(
        select(CallHeading.id, CallHeading.name, Section.words)
        .join(Section, Section.heading_id == CallHeading.id)
        .where(Section.abstract_id == abstract_id, Section.words != "")
        .order_by(CallHeading.position, CallHeading.id)
    )
    return tuple((row.name, hidden.get(rules.heading_field(row.id), row.words)) for row in rows)


def _answers(session: Session, abstract_id: int, hidden: dict[str, str]) -> tuple[tuple[str, str], ...]:
    rows = session.execute(
        select(CallQuestion.id, CallQuestion.label, AbstractAnswer.value)
        .join(AbstractAnswer, AbstractAnswer.question_id == CallQuestion.id)
        .where(AbstractAnswer.abstract_id == abstract_id, AbstractAnswer.value != "", CallQuestion.is_for_reviewers)
        .order_by(CallQuestion.position, CallQuestion.id)
    )
    return tuple((row.label, hidden.get(rules.answer_field(row.id), row.value)) for row in rows)


def _files(session: Session, abstract_id: int) -> list[Row]:
    found = select(AbstractFile.exhibit, AbstractFile.caption, AbstractFile.file_id)
    return list(session.execute(found.where(AbstractFile.abstract_id == abstract_id).order_by(AbstractFile.id)))


def _file(row: Row, hidden: dict[str, str]) -> BlindFile:
    is_withheld = rules.file_field(row.exhibit) in hidden
    caption = hidden.get(rules.caption_field(row.exhibit), row.caption)
    return BlindFile(row.exhibit, caption, None if is_withheld else row.file_id)
