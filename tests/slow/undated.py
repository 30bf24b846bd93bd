"""The program without the guard of a call's end, to see that the last minutes notice."""

from abstracts import rules
from app import create_app

rules.check_open_for = lambda abstract, now: None

__all__ = ["create_app"]
