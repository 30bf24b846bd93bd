"""What is done to abstracts from a shell."""

from abstracts.commands.assigning import reviews

__all__ = ["reviews"]
