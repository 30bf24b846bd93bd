"""What is done to abstracts from a shell, and by the worker."""

from abstracts.commands.assigning import reviews
from abstracts.commands.importing import bp
from abstracts.commands.turns import compare_next, publish_next, remind_next, remind_to_answer_next

__all__ = ["bp", "compare_next", "publish_next", "remind_next", "remind_to_answer_next", "reviews"]
