"""A call in review with everything that its pages can show: the demo's, and more of who is asked and in conflict."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from abstracts import actions, queries
from abstracts.models import Abstract, Call, Conflict, Discussion, Review, Reviewer, ReviewStatus, Stance
from core.db import session
from core.outbox import LetterStatus, OutgoingLetter
from people.access import SIGN_IN
from people.models import Duty, Person, Role, SignIn
from people.rules import hash_of
from tests import factories as make

EVENT, CALL = "leaders-2027", "abstracts"
READER, CHAIR = "hazel.readworth@readers.example", "chair@northmere.example"
REVIEW_LETTERS = ("review_asked", "reviews_due", "discussed")


def in_the_midst(now: datetime, long_name: str) -> dict[str, str]:
    """Addresses by name, and the cookie of the reader; the chair of other worlds chairs this event too."""
    call = session.scalars(select(Call).where(Call.slug == CALL, Call.event.has(slug=EVENT))).one()
    chair, reader = (session.scalars(select(Person).where(Person.email_key == each)).one() for each in (CHAIR, READER))
    session.add(Duty(person_id=chair.id, event_id=call.event_id, role=Role.ABSTRACT_CHAIR))
    about = {"call": call, "by_id": chair.id, "now": now}
    for email in ("delegate@northmere.example", "asked@readers.example"):
        actions.invite_reviewer(session, email=email, name=long_name, **about)
    gone = make.a_person(email="gone@readers.example", name=long_name)
    told = {"stance": Stance.DECLINED, "reason": "I am moving house.", "invited_at": now, "answered_at": now}
    left = make.saved(Reviewer(call_id=call.id, person_id=gone.id, organisation=long_name, **told))
    theirs = session.scalars(select(Reviewer).where(Reviewer.person_id == reader.id)).one()
    actions.chase_reviewer(session, reviewer=theirs, by_id=chair.id, now=now)
    made_up = {"title": long_name, "words": "We counted them.", **about}
    actions.add_training(session, **made_up)
    discussed, quiet = _discussed(call)
    talked = session.scalars(select(Abstract).where(Abstract.call_id == call.id, Abstract.number == discussed)).one()
    actions.discuss(session, abstract=talked, words=long_name, is_opening=False, by_id=chair.id, now=now)
    for letter in session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind.endswith("/discussed"))):
        letter.status, letter.due_at = LetterStatus.WAITING, now  # so that it is looked at today
    open_one, *_ = queries.queue_of(session, reader, EVENT)
    done, *_ = queries.reviewed_by(session, reader, EVENT)
    tied = session.scalars(select(Conflict).join(Abstract).where(Conflict.person_id != chair.id)).first()
    tied.is_pinned = True
    session.flush()
    begun = select(Abstract.number).join(Review).where(Review.status == ReviewStatus.STARTED)
    times = {"begun_at": now, "seen_at": now, "expires_at": now + timedelta(days=1)}
    session.add(SignIn(person_id=reader.id, key_hash=hash_of("reader-key"), **times))
    signer = make.app.session_interface.get_signing_serializer(make.app)
    queue, desk = f"/events/{EVENT}/abstracts", f"/desk/{EVENT}/abstracts"
    scored, _ = (each for each, _ in queries.practice_of(session, reader, EVENT))
    points = {each.id: 3 for each in queries.rubric_of(session, call).criteria}
    given = {"rubric": queries.rubric_of(session, call), "points": points, "now": now}
    actions.practise(session, training=scored, reviewer=theirs, **given)
    return {
        "reader": signer.dumps({SIGN_IN: "reader-key"}),
        "to_review": f"{queue}/{CALL}/{open_one.abstract.number}/review",
        "is_reviewed": f"{queue}/{CALL}/{done.abstract.number}/review",
        "reviewer_at_desk": f"{desk}/calls/{CALL}/reviewers/{theirs.id}",
        "reviewer_who_left": f"{desk}/calls/{CALL}/reviewers/{left.id}",
        "reviewers_of_one": f"{desk}/calls/{CALL}/progress/{session.scalars(begun).first()}",
        "to_discuss": f"{queue}/{CALL}/{discussed}/review",
        "discussed_at_desk": f"{desk}/calls/{CALL}/progress/{discussed}",
        "not_discussed_at_desk": f"{desk}/calls/{CALL}/progress/{quiet}",
        "tied_abstract": f"{desk}/{CALL}/{session.get_one(Abstract, tied.abstract_id).number}/conflicts",
    }


def _discussed(call: Call) -> tuple[int, int]:
    """Numbers of the abstract that the demo's reviewers talk over, and of one that they could."""
    found = select(Abstract.number).where(Abstract.call_id == call.id)
    talked = select(Discussion.abstract_id)
    reviewed = select(Review.abstract_id).where(Review.status == ReviewStatus.SUBMITTED).group_by(Review.abstract_id)
    enough = reviewed.having(func.count(Review.id) > 1)
    other = found.where(Abstract.id.in_(enough), Abstract.id.not_in(talked)).order_by(Abstract.number)
    return session.scalars(found.where(Abstract.id.in_(talked))).one(), session.scalars(other).first()
