"""Calls for abstracts: what the public reads of them, what authors write, and the chair's desk."""

from flask import Blueprint

bp = Blueprint("abstracts", __name__)

import abstracts.models  # noqa
