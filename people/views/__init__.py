"""Signing in, confirming who one is, second factors, the address one signs in with, consents: a file for each."""

from people.views import addresses, confirm, consents, factors, sign_in  # noqa: F401  each adds its pages
from people.views.blueprint import bp

__all__ = ["bp"]
