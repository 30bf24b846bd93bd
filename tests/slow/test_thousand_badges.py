"""A thousand badges: within ten seconds of a processor and 500 MB, and every code is read from its page."""

from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest

from registration.codes import SignedCode, Signer
from tests.checkin.badges import DOTS, codes_on
from tests.rig.thousand_badges import BADGES, a_thousand, print_all

SECONDS, MEGABYTES = 10, 500
SIGNER = Signer({1: bytes(range(32))})  # the key of the tests' settings


@pytest.fixture(scope="module")
def printed(new_database, tmp_path_factory):
    url, path = new_database(), tmp_path_factory.mktemp("badges") / "badges.pdf"
    return a_thousand(url), print_all(url, path), path


def test_a_thousand_are_set_in_time_and_in_little_room(printed):
    _, cost, _ = printed

    assert cost.processor < SECONDS
    assert cost.megabytes < MEGABYTES


def test_every_one_of_a_thousand_codes_is_read_from_its_page(printed):
    codes, _, path = printed
    read: set[str] = set()
    narrowest = 99.0
    with pypdfium2.PdfDocument(path) as document, ThreadPoolExecutor(2) as pool:
        assert len(document) == BADGES / 4
        pages = (page.render(scale=DOTS / 72, grayscale=True).to_pil() for page in document)
        for found in pool.map(codes_on, pages):
            for text, width in found:
                told = SIGNER.read(text)
                assert isinstance(told, SignedCode)
                read.add(told.code)
                narrowest = min(narrowest, width)

    assert read == codes
    assert narrowest >= 29.9


def test_a_code_that_is_not_read_is_noticed(printed):
    _, _, path = printed
    with pypdfium2.PdfDocument(path) as document:
        blurred = document[0].render(scale=20 / 72, grayscale=True).to_pil()

    assert codes_on(blurred) == []
