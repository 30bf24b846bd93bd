"""Abstracts in every state that their authors see, with who is named in them, for the pages that are looked at."""

from datetime import timedelta

from sqlalchemy import select

from abstracts.actions import answer_as_author, merge_abstracts, remind_writers, submit_abstract, withdraw_abstract
from abstracts.actions.steps import tell_of_change
from abstracts.documents import author_link
from abstracts.models import Abstract, AbstractStatus, Agreement
from core.db import session
from people.models import Person, Role
from tests import factories as make

DAY = timedelta(days=1)
ABSTRACT_LETTERS = (
    "submitted",
    "named",
    "changed",
    "declined_author",
    "withdrawn",
    "withdrawn_chair",
    "merged",
    "reminder",
)
LONG_PLACE = (
    "Ysbyty Athrofaol Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch a Bwrdd Iechyd y Gogledd-orllewin"
)


def abstracts(now, long_name: str) -> dict[str, str]:
    """The delegate has a draft and abstracts that were answered, reviewed and withdrawn; others name people too."""
    delegate = session.scalars(select(Person).where(Person.email_key == "delegate@northmere.example")).one()
    days = {"first_day": now.date() + 40 * DAY, "last_day": now.date() + 41 * DAY}
    event = make.an_event(slug="named", name="Leading with authors", **days)
    make.a_person(role=Role.ABSTRACT_CHAIR, event=event, email="chairs@named.example")
    times = {"opens_at": now - 20 * DAY, "closes_at": now + 5 * DAY}
    call = make.a_call(event, slug="open", name="Research and improvement", **times)
    closed = make.a_call(event, slug="closed", name="Workshops", opens_at=now - 20 * DAY, closes_at=now + DAY)
    begun = {"started_at": now - 10 * DAY, "saved_at": now - DAY}

    def written(owner: Person | None = None, title: str = "Rounds that listen", **changes) -> Abstract:
        return make.an_abstract(call, owner, authors=0, title=title, **begun, **changes)

    def naming(abstract: Abstract, *emails: str) -> Abstract:
        for position, email in enumerate(emails, start=1):
            where = {"organisation": LONG_PLACE, "town": "Llan", "second_organisation": "Mereport Trust"}
            names = {"given_names": long_name, "surname": f"Fictum {position}", "orcid": "0000-0002-1694-233X"}
            make.an_author(abstract, position=position, email=email, **names, **where)
        session.refresh(abstract)
        return abstract

    def sent(abstract: Abstract) -> Abstract:
        submit_abstract(session, abstract=abstract, version=abstract.version, by_id=None, now=now)
        return abstract

    draft = naming(written(delegate, long_name), delegate.email, "second@named.example", "third@named.example")
    written(delegate, "")
    answered = sent(naming(written(delegate), delegate.email, *(f"{each.value}@named.example" for each in Agreement)))
    for author, agreement in zip(answered.authors[1:], Agreement, strict=True):
        answer_as_author(session, author=author, agreement=agreement, by_id=None, now=now)
    tell_of_change(session, abstract=answered, now=now - 2 * timedelta(hours=1))
    reviewed = naming(written(delegate, status=AbstractStatus.IN_REVIEW), delegate.email, "reviewed@named.example")
    withdrawn = sent(naming(written(delegate), delegate.email, "withdrawn@named.example"))
    withdraw_abstract(session, abstract=withdrawn, version=withdrawn.version, by_id=None, now=now)
    late = make.an_abstract(closed, authors=1, status=AbstractStatus.SUBMITTED)
    late.authors[0].agreement, late.authors[0].answered_at = Agreement.CONFIRMED, now
    closed.closes_at = now - DAY
    others = sent(naming(written(title=long_name), "asked@named.example", delegate.email))
    merge_abstracts(session, keep=others, other=sent(naming(written(), "merged@named.example")), by_id=None, now=now)
    remind_writers(session, now=now)
    session.flush()
    at = f"/events/{event.slug}/abstracts/{call.slug}"
    confirmed, declined = (
        next(each for each in answered.authors if each.agreement is agreement)
        for agreement in (Agreement.CONFIRMED, Agreement.DECLINED)
    )
    confirmed = answered.authors[2]
    return {
        "draft_abstract": f"{at}/{draft.number}",
        "draft_author": f"{at}/{draft.number}/authors/{draft.authors[1].id}",
        "answered_abstract": f"{at}/{answered.number}",
        "reviewed_abstract": f"{at}/{reviewed.number}",
        "withdrawn_abstract": f"{at}/{withdrawn.number}",
        "named_in": f"{at}/{others.number}/named/{others.authors[1].id}",
        "open_named": author_link(others.authors[0]),
        "open_named_agreed": author_link(confirmed),
        "open_named_declined": author_link(declined),
        "open_named_withdrawn": author_link(withdrawn.authors[1]),
        "open_named_late": author_link(late.authors[0]),
    }
