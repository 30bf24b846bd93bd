"""Files of the door and of the stands."""

from checkin.documents.leads import sheet_of_leads

__all__ = ["sheet_of_leads"]
