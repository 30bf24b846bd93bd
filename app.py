"""Builds the application. Everything is wired here; no package imports this module."""

import os
from functools import partial

from flask import Flask
from flask_compress import Compress
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

import demo
from abstracts import documents as letters_of_abstracts  # noqa: F401, known to the outbox once imported
from abstracts.commands import bp as abstracts_commands
from abstracts.commands import compare_next, publish_next, remind_next, remind_to_answer_next
from abstracts.commands import reviews as reviews_commands
from abstracts.views import bp as abstracts
from checkin.commands import badges, forget_next_device
from checkin.views import bp as checkin
from checkin.views.devices import enrol_device
from checkin.views.door import record_scans
from checkin.views.phone import search_people
from core import (
    assets,
    backup,
    db,
    diary,
    errors,
    files,
    gate,
    health,
    invariants,
    limits,
    logs,
    outbox,
    words,
    worker,
)
from core.config import Config, UnsafeSetting
from core.web import DeclaredSessions, House, htmx
from core.worker import Turn
from events.views import bp as events
from front.views import bp as front
from members import documents as letters_of_members  # noqa: F401, known to the outbox once imported
from members.commands import bp as members_commands
from members.views import bp as members
from office.commands import settle_next_code, settle_next_presenter
from office.views import bp as office
from payments import actions as paying
from payments import documents as letters_of_payments  # noqa: F401
from payments.commands import bp as payments_commands
from payments.gateway import Gateway
from payments.views import bp as payments
from payments.views import receive_notice
from people import documents as letters_of_people  # noqa: F401
from people.access import holds
from people.commands import bp as people_commands
from people.models import Role
from people.rules import NOBODY, roles_named
from people.views import bp as people
from policy import documents as letters_of_policy  # noqa: F401
from policy.commands import forget_next_needs, go_live_next, tell_members_next
from policy.views import bp as policy
from registration.commands import serve_next_queue
from registration.documents import read_wallets
from registration.views import bp as registration

HOUR, DAY = 3600, 24 * 3600
CHECKOUT = "https://checkout.stripe.com"


def create_app(config: Config | None = None) -> Flask:
    """The whole application for ``config``, or for the environment's. Raises UnsafeSetting."""
    app = House(__name__, static_folder=None)
    _configure(app, config or Config.from_environment())
    csrf = CSRFProtect(app)
    # Who asks these is known by other means than a cookie; the last asks for the form's token where it is by one.
    for view in (receive_notice, enrol_device, search_people, record_scans):
        csrf.exempt(view)
    _set_up_templates(app)  # after it: the macros see only the globals that there are by then
    db.init_app(app)
    logs.init_app(app)
    errors.init_app(app)
    health.init_app(app)
    gateway = _open_gateway(app)
    app.extensions["wallets"] = read_wallets(app.config)
    for blueprint in (
        *(people, people_commands, members, members_commands),
        *(events, registration, abstracts, abstracts_commands, reviews_commands, policy),
        *(payments, payments_commands),
        *(checkin, front, office),
    ):
        app.register_blueprint(blueprint)
    for command in (badges, invariants.invariants, backup.backup, backup.restore):
        app.cli.add_command(command)
    worker.init_app(
        app,
        [
            Turn(paying.free_next_hold),
            Turn(serve_next_queue, every=1),
            Turn(partial(paying.settle_next_notice, gateway)),
            Turn(partial(paying.shut_next_till, gateway)),
            Turn(partial(paying.send_next_refund, gateway)),
            Turn(outbox.send_next),
            Turn(partial(paying.reconcile_once, gateway), every=app.config["LIMITS"].reconcile_every.total_seconds()),
            Turn(partial(paying.reconcile_once, gateway, paying.LONG_LOOK_BACK), every=DAY),
            Turn(go_live_next, every=1),
            Turn(tell_members_next, every=5),
            Turn(remind_next, every=60),
            Turn(remind_to_answer_next, every=60),
            Turn(settle_next_presenter, every=30),
            Turn(settle_next_code, every=10),
            Turn(compare_next, every=10),
            Turn(publish_next, every=60),
            Turn(diary.seal, every=60),
            Turn(forget_next_needs, every=HOUR),
            Turn(forget_next_device, every=HOUR),
            Turn(limits.forget_old, every=HOUR),
            Turn(files.sweep, every=HOUR),
        ],
    )
    if app.config["IS_DEMO"]:
        demo.init_app(app)
    Compress(app)
    assets.init_app(app)
    # A form's answer may lead to Stripe's page, and to no other site.
    gate.init_app(app, form_targets=(CHECKOUT, *filter(None, [app.config["STRIPE_API_BASE"]])))
    return app


def _open_gateway(app: Flask) -> Gateway:
    app.extensions["gateway"] = Gateway(
        secret_key=app.config["STRIPE_SECRET_KEY"],
        webhook_secret=app.config["STRIPE_WEBHOOK_SECRET"],
        api_base=app.config["STRIPE_API_BASE"],
    )
    return app.extensions["gateway"]


def _configure(app: Flask, config: Config) -> None:
    is_https = config.BASE_URL.startswith("https://")
    app.config.from_object(config)
    app.config.update(
        IS_DEMO=config.is_demo,
        SECOND_FACTOR_ROLES=_second_factor_roles(config),
        MAIL_PAGES=os.environ.get("MAIL_PAGES", ""),
        MAX_CONTENT_LENGTH=config.LIMITS.body_bytes,
        MAX_FORM_PARTS=config.LIMITS.form_parts,
        SESSION_COOKIE_NAME="__Host-plenary" if is_https else "plenary",
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=config.LIMITS.session_life,
        WTF_CSRF_TIME_LIMIT=None,  # good as long as the cookie it belongs to
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_MIN_SIZE=500,
    )
    app.session_interface = DeclaredSessions()


def _second_factor_roles(config: Config) -> frozenset[Role]:
    # A demo's sign-ins are one click, unless its setting says otherwise.
    setting = config.SECOND_FACTOR_FOR or (NOBODY if config.is_demo else "")
    try:
        return roles_named(setting)
    except ValueError as error:
        raise UnsafeSetting("SECOND_FACTOR_FOR", "must be duties, separated by commas, or none.") from error


def _set_up_templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined  # a misspelt name fails, in a fragment too
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(words.FILTERS)
    app.jinja_env.globals["holds"] = holds
    app.jinja_env.globals["is_demo"] = app.config["IS_DEMO"]
    app.jinja_env.globals["ui"] = app.jinja_env.get_template("ui.html").module
    htmx.init_app(app)
