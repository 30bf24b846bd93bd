"""Public pages that draw on several packages: home, a person's own page, legal pages."""
