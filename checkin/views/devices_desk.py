"""The phones of an event's door, at the desk: adding, showing the code that enrols, and taking back."""

from flask import current_app, flash, g

from checkin import actions, queries, rules
from checkin.forms import DeviceForm, NamesForm
from checkin.models import AdmissionList, Device
from checkin.views import bp
from core import clock
from core.db import session
from core.web import ButtonForm, full_address, page, see_other
from events.models import Event
from events.queries import event_for
from people.access import duty, fresh
from people.documents import qr_path_of
from people.models import Role

PHONES = "/desk/<event_slug>/door/devices"


@bp.get(PHONES)
@duty(Role.ORGANISER)
def show_devices(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    return _devices_page(event, _form(event, queries.lists_of(session, event)))


@bp.post(PHONES)
@duty(Role.ORGANISER)
@fresh
def add_device(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    lists = queries.lists_of(session, event)
    form = _form(event, lists)
    if not form.validate_on_submit():
        return _devices_page(event, form, status=422)
    try:
        device = actions.add_device(
            session,
            event=event,
            name=form.name.data,
            lists=form.chosen(lists),
            shift_ends_at=form.shift_ends_at(event),
            holds_names=form.wants_names(),
            by_id=g.person.id,
            now=g.asked_at,
            **_code(),
        )
    except rules.WrongShift as refusal:
        form.shift_ends.errors = [str(refusal)]
        return _devices_page(event, form, status=422)
    return see_other("checkin.show_device", event_slug=event_slug, device_id=device.id)


@bp.get(f"{PHONES}/<int:device_id>")
@duty(Role.ORGANISER)
def show_device(event_slug: str, device_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    device, now = queries.device_at_desk(session, event, device_id), clock.now()
    state = rules.device_state(device, now)
    enrolling = _enrolling(event, device) if state is rules.State.WAITING else {}
    return page(
        "checkin/desk/device.html",
        fragment="enrolment",
        form=ButtonForm(),
        person=g.person,
        event=event,
        device=device,
        state=state,
        now=now,
        **{"address": "", "path": "", "size": 0} | enrolling,
    )


@bp.post(f"{PHONES}/<int:device_id>/code")
@duty(Role.ORGANISER)
@fresh
def renew_device_code(event_slug: str, device_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    device = queries.device_at_desk(session, event, device_id, lock=True)
    actions.renew_device_code(session, device=device, by_id=g.person.id, now=clock.now(), **_code())
    return see_other("checkin.show_device", event_slug=event_slug, device_id=device_id)


@bp.post(f"{PHONES}/<int:device_id>/revoke")
@duty(Role.ORGANISER)
def revoke_device(event_slug: str, device_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    device = queries.device_at_desk(session, event, device_id, lock=True)
    actions.revoke_device(session, device=device, by_id=g.person.id, now=clock.now())
    flash(f"{device.name} gets nothing more, and forgets what it holds when it next has a network.")
    return see_other("checkin.show_devices", event_slug=event_slug)


@bp.post(f"{PHONES}/names")
@duty(Role.ORGANISER)
@fresh
def choose_names(event_slug: str):
    event, form = event_for(session, g.person, event_slug, Role.ORGANISER, lock=True), NamesForm()
    allowed = form.door_holds_names.data
    actions.let_phones_hold_names(session, event=event, allowed=allowed, by_id=g.person.id, now=clock.now())
    flash("Phones may hold names: choose it for each." if allowed else "No phone is given names from now on.")
    return see_other("checkin.show_devices", event_slug=event_slug)


def _form(event: Event, lists: list[AdmissionList]) -> DeviceForm:
    form = DeviceForm()
    form.offer(lists, may_hold_names=event.door_holds_names)
    form.suggest(event, g.asked_at)
    return form


def _code() -> dict:
    return {
        "secret": current_app.config["SECRET_KEY"],
        "life": current_app.config["LIMITS"].enrolment_code_life,
    }


def _enrolling(event: Event, device: Device) -> dict:
    """The address that enrols the phone which opens it, and its QR. What follows the # is never sent to a server."""
    code = actions.enrolment_code(device, current_app.config["SECRET_KEY"])
    address = full_address("checkin.show_phone", event_slug=event.slug) + f"#{code}"
    path, size = qr_path_of(address)
    return {"address": address, "path": path, "size": size}


def _devices_page(event: Event, form: DeviceForm, status: int = 200):
    return page(
        "checkin/desk/devices.html",
        fragment="devices" if status == 200 else None,
        status=status,
        form=form,
        names=NamesForm(obj=event),
        person=g.person,
        event=event,
        devices=queries.devices_of(session, event),
        now=g.asked_at,
        state_of=rules.device_state,
        is_silent=rules.is_silent,
        is_skewed=rules.is_skewed,
    )
