"""The call for abstracts: what is invited and until when, what authors write, and what the chair makes of it.

Who somebody is belongs to people, the programme to events. Reviewers see nothing but what ``queries/blind.py`` gives.
"""
