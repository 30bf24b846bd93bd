"""Scripts for those who work on Plenary; the program imports none of them."""
