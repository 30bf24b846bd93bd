"""How long a thousand badges take, beside what drawing their codes alone takes on the same processor."""

import time

from registration.codes import Signer, svg_of
from tests.rig.thousand_badges import BADGES, a_thousand, print_all

MOST = 9  # times as long as the codes: reading, setting and writing the whole, and starting the program
MEGABYTES = 500


def drawing_codes() -> float:
    """The processor's seconds for so many codes."""
    signer, begun = Signer({1: bytes(32)}), time.process_time()
    for number in range(BADGES):
        svg_of(signer.sign(1, f"{number:08}"))
    return time.process_time() - begun


def test_a_thousand_badges_take_little_more_than_their_codes(new_database, tmp_path, figures):
    url = new_database()
    a_thousand(url)

    printed = print_all(url, tmp_path / "badges.pdf")

    figures["1000 badges in seconds"] = printed.seconds
    figures["1000 badges in seconds of a processor"] = printed.processor
    figures["1000 badges in MB"] = printed.megabytes
    figures["1000 badges to their codes alone"] = printed.processor / drawing_codes()
    assert figures["1000 badges to their codes alone"] <= MOST
    assert printed.megabytes <= MEGABYTES
