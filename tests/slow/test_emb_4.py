"""EMB-4: an address under embargo takes as long, and as many questions, as one that never was."""

import time
from datetime import timedelta

import pytest

from core.errors import NotFound
from policy import queries
from tests import factories as make
from tests.policy.launching import a_position, a_scheduled_launch
from tests.rig.stopwatch import p_of_difference

PAIRS = 400
UNLIKELY = 0.001
HIDDEN, ABSENT = "quorsum-praecox", "quorsum-praedux"
ADDRESSES = {
    "its page": "/policy/{}",
    "its page in Welsh": "/policy/{}/cy",
    "its paper": "/policy/{}/paper-en.pdf",
    "its card": "/policy/{}/card.png",
    "its place at the desk": "/desk/policy/{}",
    "a search": "/search?words={}",
}


@pytest.fixture
def p_of(session, now, browse):
    """How likely it is that the hidden and the absent take the same time, asked by a delegate."""
    words = {"title": HIDDEN, "slug": HIDDEN}
    a_scheduled_launch(position=a_position(**words), lifts_at=make.NOON + timedelta(seconds=1))
    browser = browse(make.a_person())

    def of(address: str, *, times: int = PAIRS) -> float:
        asked = [lambda name=name: browser.get(address.format(name)) for name in (HIDDEN, ABSENT)]
        p_of_difference(*asked, pairs=10)  # what is only compiled once is compiled now
        return p_of_difference(*asked, pairs=times)

    return of


@pytest.mark.parametrize("name", ADDRESSES)
def test_emb_4_what_is_hidden_and_what_never_was_take_the_same_time(p_of, name):
    assert p_of(ADDRESSES[name]) >= UNLIKELY


def test_emb_4_a_planted_difference_of_two_milliseconds_is_noticed(p_of, monkeypatch):
    found = queries.public_position

    def slow_for_what_is_there(unit, slug, now):
        try:
            return found(unit, slug, now)
        except NotFound:
            if slug == HIDDEN:
                time.sleep(0.002)
            raise

    monkeypatch.setattr("policy.views.public.queries.public_position", slow_for_what_is_there)
    assert p_of(ADDRESSES["its page"]) < UNLIKELY
