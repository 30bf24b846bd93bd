"""What the door's page gives the camera, and what a replaced code shows on it."""

import json
import re
from uuid import uuid4

import pytest

from tests.rig.pages import assert_sound

DOOR = "/events/england-2027/door"
HTMX = {"HX-Request": "true"}


def test_it_alone_may_use_the_camera(door, event):
    answer, elsewhere = door.get(DOOR), door.get("/me")

    assert answer.headers["Permissions-Policy"].startswith("camera=(self),")
    assert "'wasm-unsafe-eval'" in answer.headers["Content-Security-Policy"]
    assert elsewhere.headers["Permissions-Policy"].startswith("camera=(),")
    assert "wasm" not in elsewhere.headers["Content-Security-Policy"]
    assert_sound(answer.text)


def test_without_script_nothing_of_the_camera_shows(door, event):
    text = door.get(DOOR).text

    assert re.search(r'<div id="camera"[^>]* hidden>', text)
    assert re.search(r'<div id="sight"[^>]* hidden>', text)


def test_its_parts_are_our_own_files(app, door, event):
    text = door.get(DOOR).text
    (script,) = re.findall(r'src="(/static/door[^"]+)"', text)
    parts = [script.replace("online.js", f"{name}.js") for name in ("online", "camera", "code_reader", "tell")]

    for address in (*parts, *re.findall(r'data-(?:zxing|wasm)="([^"]+)"', text)):
        part = app.test_client().get(address, buffered=True)
        assert part.status_code == 200
        assert part.headers["Cache-Control"] == "max-age=315360000, public, immutable"
        assert part.mimetype == ("application/wasm" if address.endswith("wasm") else "text/javascript")


def test_it_holds_public_keys_and_no_seed(app, door, event):
    text = door.get(DOOR).text

    assert json.loads(re.findall(r"data-codes='([^']+)'", text)[0]) == {
        "event": event.id,
        "keys": {"1": "A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="},
        "retired": [],
    }
    assert app.config["TICKET_SIGNING_KEYS"].partition(":")[2] not in text


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["as a page", "as a fragment"])
def test_a_replaced_code_says_so_and_does_not_show_the_new_one(door, ticket, replace_code, headers):
    old = replace_code()

    answer = door.post(DOOR, data={"code": old, "key": str(uuid4())}, headers=headers)
    new = door.post(DOOR, data={"code": ticket.code, "key": str(uuid4())}, headers=headers)

    assert answer.status_code == 200
    assert "This code was replaced by a newer one." in answer.text
    assert "Dr Ash Fictum" in answer.text
    assert f"{ticket.code[:4]} {ticket.code[4:]}" not in answer.text
    assert 'data-verdict="admitted"' in new.text
