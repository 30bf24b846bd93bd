"""A Stripe of our own on loopback, so that every payment can be tried and no money moves.

A separate program: ``python -m payments.simulator``. It imports nothing else of this house, and nothing of
the house imports it; the two meet over HTTP only, as they would with Stripe. ``api`` is what Stripe
answers, ``checkout`` the page where one pays, ``control`` what only a test may do, ``ledger`` the truth.
"""
