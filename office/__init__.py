"""The organisers' desk: its frame, and lists and figures across packages. It owns no table."""
