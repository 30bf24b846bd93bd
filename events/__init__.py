"""An event: its days, its venue, who may see it, and its public pages."""
