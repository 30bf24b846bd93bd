"""CHK-1: twenty phones read one code at once, over two servers on one database; and 800 scans through four doors."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from sqlalchemy import create_engine, func, select

from checkin.models import Admission, Scan
from tests.rig.live import Live
from tests.slow.doors import Phone, a_conference, verdict_in

PHONES, DOORS, SCANS = 20, 4, 800


@pytest.fixture
def two_servers(new_database, tmp_path):
    """Start two servers over one database with so many tickets; addresses, codes, cookie and the database's own."""
    with ExitStack() as stack:

        def start(**size):
            url = new_database()
            codes, cookie = a_conference(url, **size)
            lives = []
            for number in range(2):
                (folder := tmp_path / str(number)).mkdir()
                lives.append(stack.enter_context(Live(url, folder, mail=False)))
            return lives, codes, cookie, url

        yield start


def test_chk_1_of_twenty_phones_one_admits_and_the_others_say_when_and_where(two_servers):
    lives, (code,), cookie, url = two_servers()
    phones = [Phone(lives[number % 2].address, cookie, f"Door {number}") for number in range(PHONES)]
    start = threading.Barrier(PHONES)

    def scan(number: int):
        start.wait()
        return phones[number].scan(code, f"key-{number}")

    with ThreadPoolExecutor(PHONES) as pool:
        answers = list(pool.map(scan, range(PHONES)))

    verdicts = [verdict_in(answer) for answer in answers]
    assert sorted(verdicts) == ["admitted"] + ["again"] * (PHONES - 1)
    winner = verdicts.index("admitted")
    others = [answer.text for number, answer in enumerate(answers) if number != winner]
    assert all("First admitted at" in text and f"Door {winner}," in text for text in others)
    # A phone whose answer was lost sends the same scan again, perhaps to the other server.
    repeated = [verdict_in(phones[number - 1].scan(code, f"key-{number}")) for number in range(PHONES)]
    assert repeated == verdicts
    assert counted(url) == (PHONES, 1)
    assert lives[0].flask("invariants")
    for phone in phones:
        phone.close()


def test_800_scans_through_four_doors_are_all_kept(two_servers):
    lives, codes, cookie, url = two_servers(orders=SCANS // 2 // 10, places_each=10)

    def door(number: int) -> list[str]:
        phone = Phone(lives[number % 2].address, cookie, f"Door {number}")
        half = len(codes) // 2
        ours = codes[:half] if number < 2 else codes[half:]  # each code comes to two doors, on two servers
        verdicts = [verdict_in(phone.scan(code)) for code in ours]
        phone.close()
        return verdicts

    with ThreadPoolExecutor(DOORS) as pool:
        verdicts = [verdict for each in pool.map(door, range(DOORS)) for verdict in each]

    assert (verdicts.count("admitted"), verdicts.count("again")) == (SCANS // 2, SCANS // 2)
    assert counted(url) == (SCANS, SCANS // 2)
    assert lives[0].flask("invariants")


def counted(url: str) -> tuple[int, int]:
    """How many scans are kept, and how many admissions."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = tuple(connection.execute(select(func.count()).select_from(each)).scalar() for each in (Scan, Admission))
    engine.dispose()
    return found
