"""FLT-1: the process is killed at each statement of a deed; the same is sent again, and it ends well exactly once."""

import re
import time
from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from core import clock, invariants
from core.db import db, reading, session, transaction
from events.models import Event
from people.models import SignInCode
from people.rules import digits_for
from registration.documents import order_link
from registration.models import Order, OrderStatus, Product, Ticket
from tests import factories as make
from tests.conftest import an_application
from tests.rig.live import Live
from tests.slow.doors import SLUG, TOKEN, Phone, a_conference, verdict_in

MOST_STEPS = 60
TICKETS = f"/events/{SLUG}/tickets"


class House:
    """The mortal program and its database, looked at from outside."""

    def __init__(self, live: Live, url: str, cookie: str) -> None:
        self.live, self.cookie = live, cookie
        self._app = an_application(url, BASE_URL=live.address)

    def ask(self, question: Callable):
        with self._app.app_context(), reading():
            return question()

    def an_order(self) -> str:
        """The link of a new order of one place."""
        with self._app.app_context(), transaction():
            make.session, make.app = session, self._app
            product = session.scalars(select(Product)).one()
            order = make.an_order(product, event=session.get_one(Event, product.event_id), now=clock.now())
            return order_link(order)

    def faults(self) -> dict:
        return self.ask(lambda: invariants.broken(session))

    def close(self) -> None:
        make.session = make.app = None
        with self._app.app_context():
            db.engine.dispose()


@pytest.fixture
def house(new_database, tmp_path):
    url = new_database()
    _, cookie = a_conference(url)
    with Live(url, tmp_path, workers=4, threads=2, app="tests.slow.mortal", mail=False) as live:
        house = House(live, url, cookie)
        yield house
        house.close()


@pytest.fixture
def visitor(house):
    with httpx.Client(base_url=house.live.address, timeout=30) as client:
        yield client


def token_of(visitor: httpx.Client, page: str) -> str:
    return TOKEN.search(patiently(lambda: visitor.get(page)).text).group(1)


def patiently(send: Callable[[], httpx.Response]) -> httpx.Response:
    """The answer, asked for again while the dead are being replaced."""
    give_up = time.monotonic() + 30
    while True:
        try:
            return send()
        except httpx.TransportError:
            assert time.monotonic() < give_up, "nobody serves any more"
            time.sleep(0.1)


def killed_at_every_step(deed: Callable[[], Callable[..., httpx.Response]], check: Callable) -> int:
    """Do ``deed`` afresh for each step, be killed at it, and send it again; how many steps there were.

    A deed prepares and comes back as what sends it, the same each time. ``check`` judges the last answer.
    """
    for step in range(1, MOST_STEPS):
        send = deed()
        try:
            survived = send({"X-Die-At": str(step)})
        except httpx.TransportError:
            check(patiently(lambda send=send: send({})), step)
        else:
            check(survived, step)
            return step - 1
    raise AssertionError("this deed never ends")


def test_flt_1_an_order_is_placed_once_wherever_the_process_dies(house, visitor):
    product_id = house.ask(lambda: session.scalar(select(Product.id)))
    keys = []

    def deed():
        typed = {"csrf_token": token_of(visitor, TICKETS), "form_key": str(uuid4()), "name": "Dr Ash Fictum"}
        typed |= {"email": f"{uuid4().hex}@north.example", "delegates-0-product": product_id}
        keys.append(typed["form_key"])
        return lambda headers: visitor.post(TICKETS, data=typed, headers=headers)

    def check(answer: httpx.Response, step: int) -> None:
        assert answer.status_code == 303, (step, answer.text)
        orders = house.ask(lambda: session.scalars(select(Order.key).where(Order.form_key == keys[-1])).all())
        assert [f"/orders/{key}" for key in orders] == [answer.headers["location"]], step
        assert patiently(lambda: visitor.get(answer.headers["location"])).status_code == 200

    steps = killed_at_every_step(deed, check)

    assert steps > 10
    assert house.faults() == {}


def test_flt_1_an_order_is_cancelled_once_wherever_the_process_dies(house, visitor):
    paths = []

    def deed():
        page = patiently(lambda: visitor.get(house.an_order(), follow_redirects=True))
        paths.append(page.url.path)
        typed = {"csrf_token": TOKEN.search(page.text).group(1)}
        return lambda headers: visitor.post(f"{paths[-1]}/cancel", data=typed, headers=headers)

    def check(answer: httpx.Response, step: int) -> None:
        # Given back before the answer was lost: then the second time is told that it is so already.
        assert answer.status_code in {303, 409}, (step, answer.text)
        key = paths[-1].rpartition("/")[2]
        status = house.ask(lambda: session.scalar(select(Order.status).where(Order.key == key)))
        assert status is OrderStatus.CANCELLED, step
        assert "given back" in patiently(lambda: visitor.get(paths[-1])).text

    steps = killed_at_every_step(deed, check)

    assert steps > 5
    assert house.faults() == {}


def test_flt_1_a_scan_admits_once_wherever_the_process_dies(house):
    phone = patiently(lambda: Phone(house.live.address, house.cookie, "North door"))

    def deed():
        house.an_order()
        newest = select(Ticket.code).order_by(Ticket.id.desc()).limit(1)
        code, key = house.ask(lambda: session.scalar(newest)), str(uuid4())
        return lambda headers: phone.scan(code, key, **headers)

    def check(answer: httpx.Response, step: int) -> None:
        assert verdict_in(answer) == "admitted", step

    steps = killed_at_every_step(deed, check)
    phone.close()

    assert steps > 4
    assert house.faults() == {}


def test_flt_1_one_is_signed_in_wherever_the_process_dies(house):
    clients = []

    def ask_for_code() -> Callable:
        client, address = clients[-1], f"{uuid4().hex}@north.example"
        typed = {"csrf_token": token_of(client, "/sign-in"), "email": address}
        assert patiently(lambda: client.post("/sign-in", data=typed)).status_code == 303
        asked, secret = select(SignInCode).where(SignInCode.email == address), house.live.environment["SECRET_KEY"]
        digits = house.ask(lambda: digits_for(secret, session.scalars(asked).one()))
        typed = {"csrf_token": token_of(client, "/sign-in/code"), "code": digits}
        return lambda headers: client.post("/sign-in/code", data=typed, headers=headers)

    def deed():
        for client in clients:
            client.close()
        clients.append(httpx.Client(base_url=house.live.address, timeout=30))
        return ask_for_code()

    def check(answer: httpx.Response, step: int) -> None:
        if answer.status_code == 409:  # the code was used, and the answer lost: a new one is asked for
            assert re.search("Ask for a new one", answer.text), step
            answer = ask_for_code()({})
        assert answer.status_code == 303, (step, answer.text)
        assert patiently(lambda: clients[-1].get("/me")).status_code == 200, step

    steps = killed_at_every_step(deed, check)
    clients[-1].close()

    assert steps > 5
    assert house.faults() == {}
