"""At a stand: a badge is scanned, its delegate says yes on their own ticket, and no again. The camera reads it too."""

import io
import os
import subprocess
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import expect

from events.models import Exhibitor
from registration.codes import picture
from registration.documents import order_link, qr_text
from registration.models import Say, Ticket
from tests import factories as make
from tests.journeys.calling import data_of, key_of
from tests.stands import an_exhibitor, said, who_scans_for

PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def stand(live):
    """A stand, who scans for it, and a delegate's ticket."""
    mark = uuid4().hex[:8]
    with data_of(live) as (_, now):
        event = make.an_event(slug=f"stand-{mark}", name="Leaders in stands")
        exhibitor = an_exhibitor(event)
        who_scans_for(exhibitor, email=f"scans-{mark}@larkmere.example")
        product = make.a_product(event, sales_open_at=now - make.HOLD, sales_close_at=now + make.HOLD)
        order = make.an_order(product, event=event, name="Dr Ash Canary", email=f"ash-{mark}@north.example", now=now)
        (ticket,) = order.tickets
        return {
            "page": f"/events/{event.slug}/leads",
            "scans": f"scans-{mark}@larkmere.example",
            "code": ticket.code,
            "order": order_link(order),
            "ticket": f"/tickets/{ticket.key}",
            "qr": picture(qr_text(ticket)),
            "ids": (exhibitor.id, ticket.id),
        }


def test_a_badge_is_a_lead_once_its_delegate_says_yes_and_no_more_once_they_say_no(visit, live, stand):
    exhibitor, delegate = visit(**PHONE), visit(**PHONE)
    exhibitor.context.add_cookies([key_of(live, stand["scans"])])
    exhibitor.goto(stand["page"])
    exhibitor.get_by_label("Code", exact=True).fill(stand["code"])
    exhibitor.get_by_role("button", name="Scan").click()
    expect(exhibitor.get_by_role("heading", name="No consent yet")).to_be_visible()
    expect(exhibitor.get_by_text("Canary")).to_have_count(0)

    delegate.goto(stand["order"])
    delegate.goto(stand["ticket"])
    expect(delegate.get_by_role("heading", name="Larkmere Rotas would like your details")).to_be_visible()
    delegate.get_by_role("button", name="Yes").click()
    expect(delegate.locator("#flashes")).to_contain_text("Larkmere Rotas may hold your details")

    exhibitor.get_by_role("link", name="Look again").click()
    expect(exhibitor.get_by_role("link", name="Dr Ash Canary")).to_be_visible()

    delegate.get_by_role("button", name="Take it back").click()
    expect(delegate.locator("#flashes")).to_contain_text("Larkmere Rotas holds nothing of you here")
    exhibitor.reload()
    expect(exhibitor.get_by_text("Canary")).to_have_count(0)


@pytest.fixture
def filmed(browser_type, browser_type_launch_args, tmp_path, stand):
    """A browser whose camera sees the delegate's QR."""
    hall = Image.new("RGB", (1024, 576), "#8a8580")
    hall.paste(Image.open(io.BytesIO(stand["qr"])).convert("RGB"), (310, 60))
    hall.save(tmp_path / "held.png")
    film = tmp_path / "camera.mjpeg"
    command = [os.environ.get("FFMPEG", "ffmpeg"), "-loglevel", "error", "-loop", "1", "-r", "30", "-t", "1"]
    command += ["-i", str(tmp_path / "held.png"), "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-q:v", "4", str(film)]
    subprocess.run(command, check=True, timeout=60)
    fake = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    browser = browser_type.launch(**browser_type_launch_args | {"args": [*browser_type_launch_args["args"], *fake]})
    yield browser
    browser.close()


def test_the_camera_reads_a_badge_at_a_stand(live, stand, filmed):
    with data_of(live):
        _agrees(*stand["ids"])
    context = filmed.new_context(base_url=live.address, permissions=["camera"], **PHONE)
    context.add_cookies([key_of(live, stand["scans"])])
    page = context.new_page()
    page.goto(stand["page"])

    page.get_by_role("button", name="Start the camera").click()

    expect(page.get_by_role("status").get_by_role("heading", name="Dr Ash Canary")).to_be_visible()
    expect(page.get_by_label("Code", exact=True)).to_have_value("")


def _agrees(exhibitor_id: int, ticket_id: int) -> None:
    said(make.session.get_one(Ticket, ticket_id), make.session.get_one(Exhibitor, exhibitor_id), Say.YES)
