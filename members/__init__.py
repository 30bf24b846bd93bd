"""The membership register: who is a member, of which grade, and since and until when.

It is kept elsewhere and imported here; a person claims their own entry. What membership is worth when somebody
books is registration's.
"""
