"""Many guests who all want the last places at the same moment."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import uuid4

import httpx


@dataclass(frozen=True)
class Outcome:
    """What one guest was answered, and after how many seconds."""

    status: int
    seconds: float
    text: str


def rush(address: str, event_slug: str, product_id: int, guests: int) -> list[Outcome]:
    """Let ``guests``, each in a browser of their own, press Book together; their outcomes in no order."""
    start = threading.Barrier(guests)

    def book(number: int) -> Outcome:
        # A connection kept while all wait for the start might be shut just as it is used again.
        fresh = httpx.Limits(max_keepalive_connections=0)
        with httpx.Client(base_url=address, timeout=30, limits=fresh) as browser:
            page = browser.get(f"/events/{event_slug}/tickets")
            token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
            typed = {
                "csrf_token": token.group(1) if token else "",
                "form_key": str(uuid4()),
                "name": f"Dr Guest {number}",
                "email": f"guest{number}@north.example",
                "delegates-0-product": str(product_id),
            }
            start.wait()
            began = time.perf_counter()
            answer = browser.post(f"/events/{event_slug}/tickets", data=typed)
            return Outcome(answer.status_code, time.perf_counter() - began, answer.text)

    with ThreadPoolExecutor(guests) as pool:
        return list(pool.map(book, range(guests)))
