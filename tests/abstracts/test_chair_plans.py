"""The chair's list goes about 2,000 abstracts by their indexes, and is quick where it has to read them all."""

import re

import pytest
from sqlalchemy import insert, select

from abstracts.models import Abstract, AbstractStatus, Author, Section
from people.models import Role
from tests import factories as make
from tests.rig import plans

DESK = "/desk/leaders-2027/abstracts"
MANY = 2_000
LARGE = "abstracts|abstract_authors|abstract_sections"
WORDS = "We asked our wards what they would change and kept what they liked best. " * 15


@pytest.fixture
def chair(session, now, browse, monkeypatch):
    """Whoever chairs 2,000 abstracts of 200 words each."""
    scanned = {kind: re.sub(r"\(.*?\)", f"({LARGE})", pattern) for kind, pattern in plans.SCANNED.items()}
    monkeypatch.setattr(plans, "SCANNED", scanned)
    event = make.an_event(slug="leaders-2027")
    call = make.a_call(event, slug="main")
    model = make.an_abstract(call, status=AbstractStatus.SUBMITTED)
    given = {column.name: getattr(model, column.name) for column in Abstract.__table__.columns if column.name != "id"}
    titled = [given | {"number": each, "title": f"Rounds {each}"} for each in range(2, MANY + 1)]
    session.execute(insert(Abstract), titled)
    ids = list(session.scalars(select(Abstract.id).where(Abstract.id != model.id).order_by(Abstract.id)))
    headings = [each.id for each in call.headings]
    texts = [{"abstract_id": each, "heading_id": one, "words": WORDS} for each in ids for one in headings[:1]]
    session.execute(insert(Section), texts)
    named = [
        {
            "abstract_id": each,
            "position": 1,
            "given_names": "Ash",
            "surname": f"Fictum{number}",
            "organisation": "Trust",
        }
        | {"email": f"ash{each}@north.example", "email_key": f"ash{each}@north.example", "is_presenter": True}
        for number, each in enumerate(ids)
    ]
    session.execute(insert(Author), named)
    session.commit()
    return browse(make.a_person(role=Role.ABSTRACT_CHAIR, event=event))


def test_a_page_and_each_filter_read_no_large_table_whole(engine, session, chair):
    filters = ({}, {"status": "submitted"}, {"status": "draft"}, {"before": "900"}, {"flag": "leaks"})
    for query in (*filters, {"flag": "declined"}):
        with plans.asked(engine) as sent:
            assert chair.get(DESK, query_string=query).status_code == 200

        assert len(sent) <= 7, query
        assert plans.scans(session.connection(), sent, unwillingly=True) == [], query


def test_a_planted_reading_of_all_is_seen(engine, session, chair):
    with plans.asked(engine) as sent:
        session.scalars(select(Abstract.id).where(Abstract.title == "Rounds 7")).all()

    assert plans.scans(session.connection(), sent, unwillingly=True) == ["abstracts"]


def test_a_search_goes_through_every_text(chair):
    assert "abstracts found" in chair.get(DESK, query_string={"q": "fictum17 wards"}).text
