"""Every page there is, as each of those who may see it: sound markup, no fault that axe knows, no sideways scroll,
no error in the console, nothing that the page's policy had to stop."""

import base64
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from demo.catcher.messages import Message
from tests.conftest import an_application
from tests.journeys import world
from tests.journeys.looking import LOOKS, Watched, faults_on
from tests.journeys.visits import VISITS
from tests.rig.live import Live

REST = {"Your membership", "A price", "An invitation"}
ORDERS = {"You are", "Your ticket:", "Given back:", "Your links", "Your sign-in"}
WAITING = {"On the", "A place", "Your offer", "Off the"}
DECIDED = {"We cannot", "Kept for"}
SELF_SERVICE = {"Passed on:", "A difference"}
ABSTRACTS = {"Your abstract", "Changed: your", "Are you", "An author", "Withdrawn: abstract", "Withdrawn by"}
MERGED = {"Two abstracts", "Still a", "Would you", "Reviews to", "Being discussed:"}
PRESS = {"Something under", "Embargo time", "Early access", "Embargo lifted:", "Published at"}
SECURITY = {"Somebody signed", "Do you", "Is this"}
KINDS = {
    *ORDERS,
    *SECURITY,
    *REST,
    *WAITING,
    *DECIDED,
    *SELF_SERVICE,
    *ABSTRACTS,
    *MERGED,
    *PRESS,
}


@dataclass
class House:
    """The running program, what is known of its data, and one watched page for each actor."""

    live: Live
    known: dict[str, str]
    pages: dict[str, Watched]
    routes: MapAdapter
    looked: Counter[str] = field(default_factory=Counter)

    def looks_at(self, address: str) -> tuple:
        """How axe is to look at this page: the first of its route wide and light, the second narrow and dark."""
        route = path = urlsplit(address).path
        for method in ("POST", "GET"):
            with suppress(HTTPException):
                route = self.routes.match(path, method=method)[0]
        self.looked[route] += 1
        return LOOKS[self.looked[route] - 1 :][:1]


@pytest.fixture(scope="module")
def house(new_demo, tmp_path_factory, browser):
    folder = tmp_path_factory.mktemp("every-page")
    live = Live(new_demo(folder), folder)
    known = world.build(live.environment["DATABASE_URL"], live.address)
    with live:
        pages = {}
        for actor in VISITS:
            context = browser.new_context(base_url=live.address)
            if actor in known:
                context.add_cookies([{"name": "plenary", "value": known[actor], "url": live.address}])
            pages[actor] = Watched(context.new_page())
        routes = an_application(live.environment["DATABASE_URL"]).url_map.bind("localhost")
        yield House(live, known, pages, routes)
        for watched in pages.values():
            watched.page.context.close()


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("actor", "name"), [pytest.param(actor, name, id=f"{actor}: {name}") for actor in VISITS for name in VISITS[actor]]
)
def test_every_page_is_sound_for_everybody_who_sees_it(house, actor, name, pytestconfig):
    """In the slow suite axe looks at each of them both ways; here at two of each route, and the rest is read."""
    watched, act = house.pages[actor], VISITS[actor][name]
    watched.begin()

    if isinstance(act, str):
        watched.page.goto(act.format_map(house.known))
    else:
        act(watched.page, house.known)

    is_whole = pytestconfig.getoption("--whole") or pytestconfig.option.file_or_dir
    looks = LOOKS if is_whole else house.looks_at(watched.page.url)
    assert not (faults := watched.faults(looks)), "\n".join(faults)


def letters_by_kind(live: Live) -> dict[str, Message]:
    """A letter of each kind by how its subject begins, as soon as all kinds are here; those that are, after a minute.

    No one letter is the last: the worker sends what waited, and then what its rounds find is due. Some are plain text.
    """
    give_up = time.monotonic() + 60
    while True:
        sent = {" ".join(each.subject.split()[:2]): each for each in reversed(live.catcher.messages()) if each.html}
        if sent.keys() >= KINDS or time.monotonic() > give_up:
            return sent
        time.sleep(0.2)


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_every_letter_is_sound_in_a_mail_program(house, page):
    sent = letters_by_kind(house.live)
    for message in sent.values():
        pictures = {number: part.get_payload(decode=True) for number, part in enumerate(message.parts)}
        html = message.html_with_pictures(
            lambda number, pictures=pictures: f"data:image/png;base64,{base64.b64encode(pictures[number]).decode()}"
        )
        page.set_content(html)
        assert not (faults := faults_on(page)), "\n".join([message.subject, *faults])

    assert sent.keys() >= KINDS, "a kind of letter is missing"
