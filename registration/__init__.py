"""Selling places: products, the quotas they draw on, orders and the tickets they hold.

Taking the money is payments' work; reading a badge at the door is checkin's.
"""
