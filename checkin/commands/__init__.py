"""What is done at the door from a shell, and by the worker."""

from checkin.commands.badges import badges
from checkin.commands.turns import forget_next_device

__all__ = ["badges", "forget_next_device"]
