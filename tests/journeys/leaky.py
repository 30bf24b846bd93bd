"""The program with two leaks, to see that the hunt for canaries finds them."""

import structlog
from flask import Flask, request

import app


def create_app() -> Flask:
    leaking = app.create_app()

    @leaking.after_request
    def tell(response):
        structlog.get_logger().warning("form", typed=request.form.get("name"))
        response.headers["X-Buyer"] = request.form.get("email", "").encode("ascii", "ignore").decode()
        return response

    return leaking
