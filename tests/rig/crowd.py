"""Buyers who order, pay, change their minds and come back, each a little differently; and the desk that refunds."""

import random
import re
import time
from collections import Counter
from uuid import uuid4

import httpx

from tests.rig.live import Live
from tests.rig.money_acts import CARDS

WAYS = {"card": 60, "declined": 6, "step": 6, "bank": 8, "leaves the page": 8, "never pays": 6, "lets go": 6}
AFTERWARDS = {"nothing": 86, "dashboard refund": 4, "refund that fails": 3, "dispute": 3, "desk refund": 4}
PATIENCE = 30  # seconds that a buyer tries to reach a server that was killed
STEPS_OF_PAYING = 4


class Buyer:
    """One browser after another at the same shop. ``told`` counts what became of each order."""

    def __init__(self, live: Live, slug: str, products: list[int], desk_cookie: str, told: Counter[str]) -> None:
        self.live, self.slug, self.products, self.told = live, slug, products, told
        self.browser = httpx.Client(base_url=live.address, timeout=30, trust_env=False)
        self.desk = httpx.Client(base_url=live.address, timeout=30, trust_env=False, cookies={"plenary": desk_cookie})
        self.token = token_in(self.ask("GET", f"/events/{slug}/tickets").text)

    def __enter__(self) -> "Buyer":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.browser.close()
        self.desk.close()

    def ask(self, method: str, path: str, *, by: httpx.Client | None = None, **data: object) -> httpx.Response:
        """The answer, asked for again while nobody is there to give one. AssertionError for a fault of ours."""
        give_up = time.monotonic() + PATIENCE
        while True:
            try:
                answer = (by or self.browser).request(method, path, data=data or None)
            except httpx.TransportError:
                assert time.monotonic() < give_up, f"nobody answers at {path}"
                self.told["asked again"] += 1
                time.sleep(0.2)
                continue
            assert answer.status_code < 500 or answer.status_code == 503, (path, answer.text)
            return answer

    def buy(self, number: int) -> None:
        """One order from the form to whatever end it takes."""
        chance = random.Random(f"buyer {number}")
        typed = {"form_key": str(uuid4()), "name": f"Dr Buyer {number}", "email": f"buyer{number}@north.example"}
        typed |= {"csrf_token": self.token, "delegates-0-product": str(chance.choice(self.products))}
        answer = self.ask("POST", f"/events/{self.slug}/tickets", **typed)
        if answer.status_code != 303:
            assert answer.status_code in {409, 503}, answer.text
            self.told["sold out" if answer.status_code == 409 else "too busy"] += 1
            return
        key = answer.headers["location"].rpartition("/")[2]
        way = chance.choices(list(WAYS), list(WAYS.values()))[0]
        self.told[way] += 1
        if way == "lets go":
            self.ask("POST", f"/orders/{key}/cancel", csrf_token=self.token)
        elif way != "never pays":
            self._pay(key, way, chance)

    def _pay(self, key: str, way: str, chance: random.Random) -> None:
        session_id = self._to_the_till(key)
        if session_id is None or way == "leaves the page":
            return
        stripe = self.live.stripe
        paths = {"card": [{"card": CARDS["card"]}], "bank": [{"method": "bank"}], "step": [{"card": CARDS["step"]}]}
        paths["declined"] = [{"card": CARDS["declined"]}, {"card": CARDS["card"]}]
        done = [stripe.act(f"sessions/{session_id}/pay", **each) for each in paths[way]][-1]
        if way == "step" and done:
            done = stripe.act(f"sessions/{session_id}/step", outcome="authorise")
        self.told["paid" if done else "till was shut"] += 1
        if chance.random() < 0.5:
            self.ask("GET", f"/orders/{key}/paid?session={session_id}")
        if done and way != "bank":
            self._afterwards(key, session_id, chance)

    def _to_the_till(self, key: str) -> str | None:
        for _ in range(STEPS_OF_PAYING):
            answer = self.ask("POST", f"/orders/{key}/payment", csrf_token=self.token)
            if answer.status_code == 303:
                return answer.headers["location"].rpartition("/")[2]
            self.told[f"till answered {answer.status_code}"] += 1
            if answer.status_code != 503:
                break
            time.sleep(0.3)
        return None

    def _afterwards(self, key: str, session_id: str, chance: random.Random) -> None:
        what = chance.choices(list(AFTERWARDS), list(AFTERWARDS.values()))[0]
        if what == "nothing":
            return
        stripe = self.live.stripe
        if what == "desk refund":
            self._desk_refunds(key, chance)
            return
        intent = stripe.session(session_id)["payment_intent"]
        asked = {"payment_intent": intent["id"], "amount": 1000}
        if what == "dashboard refund":
            done = stripe.act("refunds", **asked)
        elif what == "refund that fails":
            done = stripe.act("refunds", **asked, outcome="failed")
        else:
            done = stripe.act("disputes", charge=intent["latest_charge"])
        self.told[what] += done

    def _desk_refunds(self, key: str, chance: random.Random) -> None:
        page = self.ask("GET", f"/orders/{key}").text
        reference = re.search(r'Order <span class="code">([A-Z0-9]+)', page)
        if reference is None:
            return
        path = f"/desk/{self.slug}/orders/{reference[1]}"
        page = self.ask("GET", path, by=self.desk).text
        shown = {name: re.search(rf'name="{name}"[^>]*value="(\d+)"', page) for name in ("payment", "left")}
        if None in shown.values():
            return  # its payment is not known yet
        typed = {name: found[1] for name, found in shown.items() if found} | {"csrf_token": token_in(page)}
        typed |= {"amount": "10.00"} | ({"cancel": "y"} if chance.random() < 0.5 else {})
        answer = self.ask("POST", f"{path}/refund", by=self.desk, **typed)
        self.told["desk refund"] += answer.status_code == 303


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    return found[1] if found else ""
