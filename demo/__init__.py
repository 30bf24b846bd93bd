"""What makes `make run` a whole conference on one machine: its supervisor, its mail catcher, its data.

Nothing below imports this package, and production never starts it.
"""
