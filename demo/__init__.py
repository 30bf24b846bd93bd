"""What makes `make run` a whole conference on one machine: its supervisor, its mail catcher, its data.

Nothing but app.py imports this package, and production never starts it.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the one-click sign-ins and the demo's commands. Called in demo mode only."""
    from demo.commands import bp as commands
    from demo.views import bp as views

    app.register_blueprint(commands)
    app.register_blueprint(views)
