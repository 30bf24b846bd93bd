"""The program with one template that forgets that text is text, to see that it is noticed."""

from flask import Flask

import app


def create_app() -> Flask:
    forgetful = app.create_app()
    forgetful.jinja_env.autoescape = lambda name: name != "abstracts/_reviewed.html"
    return forgetful
