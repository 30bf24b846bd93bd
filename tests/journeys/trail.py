"""One person's whole journey through the running program, with everything written down that anybody gave out."""

import re
from dataclasses import dataclass, field
from uuid import uuid4

import httpx

from tests.journeys.world import EVENT
from tests.rig.canaries import a_canary
from tests.rig.live import Live

TICKETS, DOOR, DESK = f"/events/{EVENT}/tickets", f"/events/{EVENT}/door", f"/desk/{EVENT}/orders"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
NOT_LETTERS = "\ud800"


@dataclass
class Trail:
    """What was typed and handed out, and where: ``own`` may know it, ``others`` may not."""

    typed: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    own: dict[str, object] = field(default_factory=dict)
    others: dict[str, object] = field(default_factory=dict)


class Browser:
    """A browser that remembers every address and every header it was given."""

    def __init__(self, live: Live, trail: Trail, who: str) -> None:
        self._client = httpx.Client(base_url=live.address, timeout=30)
        self._trail, self._who, self._count = trail, who, 0

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_exception) -> None:
        self._client.close()

    def get(self, path: str, **sent) -> httpx.Response:
        return self._kept(self._client.get(path, **sent))

    def post(self, path: str, page: str, **typed) -> httpx.Response:
        """Send the form of ``page`` with what is typed, and go where that leads."""
        token = TOKEN.search(self.get(page).text)
        return self._kept(self._client.post(path, data={"csrf_token": token.group(1) if token else "", **typed}))

    def _kept(self, answer: httpx.Response) -> httpx.Response:
        self._count += 1
        said = "\n".join(f"{name}: {value}" for name, value in answer.headers.items() if name != "set-cookie")
        self._trail.others[f"headers of {self._who} {self._count}"] = said
        if answer.status_code == 303:
            self._trail.others[f"redirect of {self._who} {self._count}"] = answer.headers["location"].split("/open/")[0]
            return self.get(answer.headers["location"])
        return answer

    def keeps(self, name: str) -> str:
        return self._client.cookies.get(name, "")


def follow(live: Live) -> Trail:
    """Book, lose one's way, sign in, be scanned and found, give back; the places are those that it passed."""
    trail = Trail()
    name, organisation, street = a_canary("Dr"), a_canary("Trust"), f"canary{uuid4().hex[:12]}"
    address, colleague = f"{street}@northmere.example", f"other{uuid4().hex[:12]}@northmere.example"
    trail.typed = [name, organisation, street]
    with Browser(live, trail, "the buyer") as buyer:
        page = buyer.get(TICKETS).text
        product = re.search(r'id="delegates-0-product" name="delegates-0-product" value="(\d+)"', page).group(1)
        booking = {
            "form_key": str(uuid4()),
            "name": name,
            "email": address,
            "delegates-0-product": product,
            "delegates-0-organisation": organisation,
            "delegates-1-product": product,
            "delegates-1-name": "Mx Other",
            "delegates-1-email": colleague,
        }
        trail.own["the form with an error"] = buyer.post(TICKETS, TICKETS, **booking | {"delegates-0-product": "0"})
        trail.own["the order"] = order = buyer.post(TICKETS, TICKETS, **booking)
        _lose_ones_way(buyer, trail, name, address)
        letter = live.catcher.wait_for(to=address, seconds=30)[0]
        (link,) = set(re.findall(r"http://\S+/orders/\S+/open/\S+", letter.text))
        trail.secrets.append(link.rpartition("/")[2])
        code = re.search(r"^([A-Z0-9]{4} [A-Z0-9]{4})  ", letter.text, re.M).group(1)
        _sign_in(buyer, live, trail, address)
        trail.own["my things"] = buyer.get("/me")
        _be_scanned_and_found(live, trail, code, name)
        _look_in_from_outside(live, trail, str(order.url))
        path = order.url.path
        trail.own["the order given back"] = buyer.post(f"{path}/cancel", path)
    live.catcher.wait_for(to=address, count=3, seconds=30)
    _letters(live, trail, address)
    return trail


def _lose_ones_way(buyer: Browser, trail: Trail, name: str, address: str) -> None:
    for path in (f"/orders/{name}", f"/{address}", f"/invitations/{name}", f"/events/{name}/", f"{DESK}?q={name}"):
        buyer.get(path)
    buyer.post("/sign-in", "/sign-in", email=f"{name}{NOT_LETTERS!a}")
    buyer.post("/lost", "/lost", email=address)
    buyer.get("/sign-in", params={"next": f"//{address}"})
    buyer.post("/sign-in", "/privacy", email=address)  # without a token


def _sign_in(buyer: Browser, live: Live, trail: Trail, address: str) -> None:
    trail.own["where the code is typed"] = buyer.post("/sign-in", "/sign-in", email=address)
    letters = live.catcher.wait_for(to=address, count=3, seconds=30)
    digits = next(found for each in letters if (found := re.search(r"^\s*(\d{6})\s*$", each.text, re.M))).group(1)
    buyer.post("/sign-in/code", "/sign-in/code", code="000000" if digits != "000000" else "111111")
    buyer.post("/sign-in/code", "/sign-in/code", code=digits)
    trail.secrets.append(buyer.keeps("plenary"))


def _be_scanned_and_found(live: Live, trail: Trail, code: str, name: str) -> None:
    with Browser(live, trail, "the steward") as steward:
        steward.post("/demo/sign-in/1", "/demo/")
        for scan in ("admitted", "again"):
            scanned = {"code": code, "key": str(uuid4()), "place": "North door"}
            trail.own[f"the door, {scan}"] = steward.post(DOOR, DOOR, **scanned)
    with Browser(live, trail, "the organiser") as organiser:
        organiser.post("/demo/sign-in/0", "/demo/")
        trail.own["the desk"] = organiser.get(DESK, params={"q": name})


def _look_in_from_outside(live: Live, trail: Trail, order: str) -> None:
    with Browser(live, trail, "a stranger") as stranger:
        for path in (order, "/", f"/events/{EVENT}/", TICKETS, "/metrics", "/readyz", "/demo/", DOOR, DESK):
            trail.others[f"{path} to a stranger"] = stranger.get(path)


def _letters(live: Live, trail: Trail, address: str) -> None:
    for message in live.catcher.messages():
        named = f"letter {message.number}, {message.subject}"
        if message.is_to(address):
            trail.own[named] = message.email
            headers = [f"{header}: {said}" for header, said in message.headers if header.lower() != "to"]
            trail.others[f"headers of {named}"] = "\n".join(headers)
        else:
            trail.others[named] = message.email
