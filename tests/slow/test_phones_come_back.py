"""CHK-2: five phones hand in what they told alone, all at once over two servers, while a sixth door scans on."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, func, select

from checkin.models import Admission, Scan, Verdict
from tests.rig.live import Live
from tests.slow.doors import Phone, a_conference

PHONES, TICKETS, EACH, AT_ONCE = 5, 40, 60, 12


@pytest.fixture
def two_servers(new_database, tmp_path):
    url = new_database()
    codes, cookie = a_conference(url, places_each=TICKETS)
    with ExitStack() as stack:
        lives = []
        for number in range(2):
            (folder := tmp_path / str(number)).mkdir()
            lives.append(stack.enter_context(Live(url, folder, mail=False)))
        yield lives, codes, cookie, url


def told_alone(chance: random.Random, phone: int, codes: list[str]) -> list[dict]:
    """One phone's queue: admissions, exits and things taken back, over the last hour, some with times alike."""
    began = datetime.now(UTC) - timedelta(hours=1)
    queue: list[dict] = []
    for number in range(EACH):
        at = (began + timedelta(seconds=30 * chance.randrange(100))).isoformat()
        scan = {"key": f"{phone}-{number}", "code": chance.choice(codes), "list": None, "scanned_at": at}
        scan |= {"device": str(phone), "counter": number, "verdict": "admitted", "data_at": began.isoformat()}
        act = chance.random()
        if act < 0.2:
            scan |= {"direction": "out", "reason": "left"}
        elif act < 0.3 and queue:
            scan |= {"undo_of": queue[-1]["key"], "code": queue[-1]["code"], "verdict": "refused", "reason": "undone"}
        queue.append(scan)
    return queue


def test_chk_2_phones_that_come_back_at_once_lose_nothing_and_settle_as_one_by_one(two_servers):
    lives, codes, cookie, url = two_servers
    chance = random.Random(9)
    queues = [told_alone(chance, number, codes) for number in range(PHONES)]
    phones = [Phone(lives[number % 2].address, cookie, f"Door {number}") for number in range(PHONES + 1)]
    start = threading.Barrier(PHONES + 1)

    def hand_in(number: int) -> list[int]:
        start.wait()
        queue, answers = queues[number], []
        for at in range(0, EACH, AT_ONCE):
            answer = phones[number].hand_in(queue[at : at + AT_ONCE])
            while answer.status_code == 503:  # a phone keeps what was not answered, and asks again
                answer = phones[number].hand_in(queue[at : at + AT_ONCE])
            answers.append(answer.status_code)
        return answers

    def scan_on() -> None:
        start.wait()
        for number, code in enumerate(codes):
            phones[PHONES].scan(code, f"online-{number}")

    with ThreadPoolExecutor(PHONES + 1) as pool:
        online = pool.submit(scan_on)
        answers = [status for each in pool.map(hand_in, range(PHONES)) for status in each]
        online.result()
    for phone in phones:
        phone.close()

    assert set(answers) == {200}
    engine = create_engine(url)
    with engine.connect() as connection:
        kept = connection.execute(select(Scan.key, Scan.verdict).where(Scan.data_at.is_not(None))).all()
        admitted = connection.scalar(select(func.count(Admission.id)))
    engine.dispose()
    assert {key: verdict for key, verdict in kept} == {
        scan["key"]: Verdict(scan["verdict"]) for queue in queues for scan in queue
    }
    assert admitted >= TICKETS
    assert lives[0].flask("invariants")  # I7: the admissions are what the scans make of them, one by one
