"""A launch rehearsed at the desk: all that will happen, in order, and nothing of it leaves."""

from core import clock
from core.db import session
from people.access import signed_in_to_work
from policy import documents, queries, rules
from policy.models import Language
from policy.views import bp
from policy.views.desk import ONE, at_desk
from policy.views.desk_writing import preview_page


@bp.get(f"{ONE}/rehearsal")
@signed_in_to_work
def show_rehearsal(position_slug: str):
    seen, now = at_desk(position_slug), clock.now()
    launch = queries.launch_of(seen)
    return preview_page(
        "policy/desk/rehearsal.html",
        seen,
        Language.ENGLISH,
        lacks=rules.lacks(launch),
        sequence=rules.sequence(launch, members=queries.members_who_agreed(session, now)),
        letters=documents.rehearsed_letters(launch),
        now=now,
    )
