"""The catcher's pages: the list, a message, and what a program asks as JSON.

Mail is written by strangers: its HTML is shown in a sandboxed frame under a policy that runs nothing and
fetches nothing, so that not even a picture leaves the machine.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from flask import Flask, Response, abort, jsonify, make_response, render_template, request, send_file, url_for
from jinja2 import StrictUndefined

from demo.catcher.messages import Box, Message
from demo.catcher.smtp import Knobs

OWN_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# No allow-scripts and no allow-same-origin: links open in a tab of their own and that is all.
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}


def create_pages(box: Box, knobs: Knobs, obey: Callable[[], None]) -> Flask:
    """The web application over ``box``; ``obey`` is called when a knob was turned."""
    app = Flask(__name__, static_folder=None)
    app.jinja_env.undefined = StrictUndefined
    # Another site that points its own name at this machine must not read the mail.
    app.config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost"]

    def numbered(number: int) -> Message:
        return box.numbered(number) or abort(404)

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", OWN_POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        return response

    @app.get("/")
    def show_messages() -> str:
        to = request.args.get("to", "").strip()
        return render_template("catcher/messages.html", messages=box.messages(to or None)[::-1], to=to)

    @app.get("/messages.json")
    def list_messages() -> Response:
        return jsonify([each.as_json() for each in box.messages(request.args.get("to"))[::-1]])

    @app.delete("/messages")
    def empty() -> tuple[str, int]:
        box.empty()
        return "", 204

    @app.post("/knobs")
    def turn_knobs() -> Response | tuple[Response, int]:
        # A page of another site cannot send JSON without asking first, and nobody here says yes.
        wanted = request.get_json()
        try:
            if not isinstance(wanted, dict):
                raise ValueError("Knobs come as a JSON object.")
            knobs.turn(wanted)
        except ValueError as error:
            return jsonify(error=str(error)), 422
        obey()
        return jsonify(knobs)

    @app.get("/messages/<int:number>")
    def show_message(number: int) -> str:
        return render_template("catcher/message.html", message=numbered(number), sandbox=SANDBOX)

    @app.get("/messages/<int:number>/html")
    def show_html(number: int) -> Response:
        message = numbered(number)
        if not message.html:
            abort(404)
        pictures = request.host_url.rstrip("/")
        response = make_response(
            message.html_with_pictures(lambda part: url_for("show_part", number=number, part=part))
        )
        response.headers["Content-Security-Policy"] = (
            f"default-src 'none'; img-src {pictures} data:; style-src 'unsafe-inline'; base-uri 'none'; "
            f"form-action 'none'; frame-ancestors 'self'; sandbox {SANDBOX}"
        )
        return response

    @app.get("/messages/<int:number>/parts/<int:part>")
    def show_part(number: int, part: int) -> Response:
        parts = numbered(number).parts
        if part >= len(parts):
            abort(404)
        kind = parts[part].get_content_type()
        response = send_file(
            BytesIO(parts[part].get_payload(decode=True)),  # type: ignore[arg-type]
            mimetype=kind if kind in PICTURES else "application/octet-stream",
            as_attachment=kind not in PICTURES,
            download_name=parts[part].get_filename() or f"part-{part}",
        )
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response

    @app.get("/messages/<int:number>.eml")
    def show_raw(number: int) -> Response:
        return send_file(
            BytesIO(numbered(number).raw),
            mimetype="message/rfc822",
            as_attachment=True,
            download_name=f"message-{number}.eml",
        )

    @app.get("/catcher.css")
    def show_style() -> Response:
        return send_file(Path(__file__).with_name("catcher.css"))

    return app
