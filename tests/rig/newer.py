"""The program’s next version, which tells stewards other words; while NO_TABLES is there, it answers no phone."""

import time
from pathlib import Path

from flask import Flask, request

import app
from checkin import rules

WORDS = "Nobody has a ticket with this code."
NO_TABLES = "no tables"  # a file in the home of the program
OF_PHONES = {"checkin.show_device_time", "checkin.show_device_data", "checkin.record_scans"}


def create_app() -> Flask:
    rules.WHAT_TO_DO["unknown code"] = WORDS
    newer = app.create_app()

    @newer.before_request
    def enrol_slowly():
        if request.endpoint == "checkin.enrol_device":
            time.sleep(2)  # as over the Wi-Fi of a hall

    @newer.before_request
    def answer_no_phone():
        is_away = request.endpoint in OF_PHONES and (Path.home() / NO_TABLES).exists()
        return ({"problem": "not yet"}, 503) if is_away else None

    return newer
