"""The mail catcher: accepts every message, keeps it in memory, shows it, and sends nothing on.

`make run` serves it beside the web. Tests hold one with ``with Catcher() as catcher``, ask
``catcher.wait_for``, and turn its knobs to see what happens when a mail server misbehaves.
"""

from demo.catcher.catcher import Catcher
from demo.catcher.messages import Message
from demo.catcher.smtp import Knobs

__all__ = ["Catcher", "Knobs", "Message"]
