"""What the pages of an abstract send."""

from abstracts.models import Abstract

EVENT, CALL = "leaders-2027", "research"
URL = f"/events/{EVENT}/abstracts/{CALL}"


def a_text(abstract: Abstract, **changes) -> dict:
    """What the text page sends when nothing on it was changed."""
    sections = {f"heading_{each.heading_id}": each.words for each in abstract.sections}
    chosen = {"category": str(abstract.category_id or ""), "preference": "oral or poster"}
    return {
        "version": abstract.version,
        "title": abstract.title,
        "keywords": abstract.keywords,
        **chosen,
        **sections,
        **changes,
    }


def statements(abstract: Abstract, **changes) -> dict:
    """The same of the statements' page."""
    declared = {"ethics": "not needed", "consent": "not needed", "lead": "trainee", "nation": "wales", "licence": "y"}
    return {
        "version": abstract.version,
        "conflicts": abstract.conflicts,
        "funding": abstract.funding,
        **declared,
        **changes,
    }
