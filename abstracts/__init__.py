"""The call for abstracts: submission, review, decisions. Nothing here yet but its place in the house."""
