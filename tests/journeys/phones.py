"""A door with people to come and phones to read them: what the journeys of a phone are made of."""

import os
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect
from pypdfium2 import PdfDocument
from sqlalchemy import select

from checkin.actions import add_device, enrolment_code, revoke_device
from checkin.documents import badge_job, set_badges
from checkin.models import Device, Scan
from checkin.queries import badge_designs_of, badge_of, badge_paper_of
from core import clock
from core.db import db, session, transaction
from events.models import Event
from people.models import Person
from registration.codes import Signer
from registration.documents import signer
from registration.models import Ticket
from tests import factories as make
from tests.conftest import an_application
from tests.rig.live import Live

SLUG = "door-2027"
PHONE = f"/events/{SLUG}/door/phone"
PEOPLE = ("Dr Zinnia Canarybird", "Ms Quince Canarybird", "Mr Ivo Canarybird", "Dr Nye Canarybird")
HALL = "#8a8580"
BADGE_HIGH = 530  # of the 576 pixels that the film is high


@dataclass
class Door:
    """The running program, an event of today, and the printed codes of its people in the order of PEOPLE."""

    live: Live
    event_id: int
    codes: list[str]

    def signed(self, number: int) -> str:
        """What the QR of this person holds."""
        return Signer({1: bytes(range(32))}).sign(self.event_id, self.codes[number])

    def badge(self, number: int) -> Image.Image:
        """This person's badge, as the printer at the door sets it."""
        with self.tables():
            event = session.get(Event, self.event_id)
            ticket_id = session.scalars(select(Ticket.id).where(Ticket.code == self.codes[number])).one()
            paper, designs = badge_paper_of(session, event), badge_designs_of(session, event)
            badge = badge_of(session, event, ticket_id).badge
            job = badge_job(event, paper, designs, [badge], is_single=True)
            printed = set_badges(job, signer=signer(), made_at=clock.now())
        page = PdfDocument(printed)[0]
        return page.render(scale=BADGE_HIGH / page.get_height()).to_pil()

    def code_of_the_desk(self, *, holds_names: bool = False) -> str:
        """What the desk shows to a new phone."""
        with self.tables() as app:
            now = clock.now()
            event = session.get(Event, self.event_id)
            event.door_holds_names = holds_names
            device = add_device(
                session,
                event=event,
                name="North door",
                lists=[],
                shift_ends_at=now + timedelta(hours=8),
                holds_names=holds_names,
                secret=app.config["SECRET_KEY"],
                life=timedelta(minutes=15),
                by_id=session.scalars(select(Person.id).order_by(Person.id)).first(),
                now=now,
            )
            return enrolment_code(device, app.config["SECRET_KEY"])

    def revoke_phones(self) -> None:
        with self.tables():
            for device in session.scalars(select(Device).where(Device.revoked_at.is_(None)).order_by(Device.id)):
                revoke_device(session, device=device, by_id=device.added_by_id, now=clock.now())

    def end_shifts(self) -> None:
        with self.tables():
            for device in session.scalars(select(Device).order_by(Device.id)):
                device.shift_ends_at = clock.now()

    def give_back(self, number: int) -> None:
        """This person's place is cancelled, which phones without a network do not hear."""
        with self.tables():
            ticket = session.scalars(select(Ticket).where(Ticket.code == self.codes[number])).one()
            ticket.cancelled_at = clock.now()

    def scans(self) -> list[Scan]:
        """All that the table holds, in the order in which the phones counted."""
        with self.tables():
            found = session.scalars(select(Scan).order_by(Scan.device_id, Scan.counter)).all()
            session.expunge_all()
            return list(found)

    @contextmanager
    def tables(self):
        app = an_application(self.live.environment["DATABASE_URL"], SECRET_KEY=self.live.environment["SECRET_KEY"])
        with app.app_context():
            with transaction():
                yield app
            db.engine.dispose()


def open_door(live: Live) -> Door:
    """A door in an event that lasts today and tomorrow, before anybody has come."""
    door = Door(live, 0, [])
    with door.tables() as app:
        make.session, make.app = session, app
        try:
            today = clock.now().date()
            event = make.an_event(slug=SLUG, first_day=today, last_day=today + timedelta(days=1))
            product = make.a_product(event)
            orders = [make.an_order(product, event=event, name=name) for name in PEOPLE]
            make.a_person()
            session.flush()
            door.event_id, ids = event.id, [order.tickets[0].id for order in orders]
            codes = dict(session.execute(select(Ticket.id, Ticket.code).order_by(Ticket.id)).all())
            door.codes = [codes[number] for number in ids]
        finally:
            make.session = make.app = None
    return door


def film_of(badge: Image.Image, folder: Path, *, seconds: float = 0.8) -> Path:
    """A film of a badge: held before the camera a little askew, taken away, and held again."""
    hall = Image.new("RGB", (1024, 576), HALL)
    hall.save(folder / "hall.png")
    hall.paste(badge.convert("RGB").rotate(4, expand=True, fillcolor=HALL), (320, 4))
    hall.save(folder / "held.png")
    command = [os.environ.get("FFMPEG", "ffmpeg"), "-loglevel", "error", "-y"]
    for name, long in (("held", seconds), ("hall", 2.4)):
        command += ["-loop", "1", "-r", "30", "-t", str(long), "-i", str(folder / f"{name}.png")]
    film = folder / "camera.mjpeg"
    command += ["-filter_complex", "[0][1]concat", "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-q:v", "4", str(film)]
    subprocess.run(command, check=True, timeout=60)
    return film


def type_in(page: Page, code: str) -> None:
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Check").click()


def verdict_by(page: Page, who: str) -> Locator:
    """The verdict, once ``who`` has judged: the server, or the phone."""
    return page.locator(f"#verdict[data-judged-by={who}]")


def enrolled(phone, door: Door, **options) -> Page:
    """A phone that has just become one of the door's, with its data."""
    page = phone(f"{PHONE}#{door.code_of_the_desk(**options)}")
    expect(page.locator("#age")).to_contain_text("Data just now")
    expect(page.locator("body")).to_have_attribute("data-kept", "yes")
    return page
