"""The program in a hurry: holds, leases and waits of seconds, so that a soak of minutes sees them end."""

from dataclasses import replace
from datetime import timedelta

from flask import Flask

import app
from core.config import Config
from payments import gateway, rules
from payments.actions import notices, refunds

SHORT = timedelta(seconds=5)
HOLD = timedelta(seconds=20)

rules.FIRST_WAIT, rules.LONGEST_WAIT = timedelta(seconds=1), SHORT
notices.LEASE = refunds.LEASE = SHORT
gateway.SECONDS = 3


def create_app() -> Flask:
    config = Config.from_environment()
    limits = replace(config.LIMITS, hold=HOLD, lease=SHORT, reconcile_every=timedelta(seconds=30))
    return app.create_app(replace(config, LIMITS=limits))
