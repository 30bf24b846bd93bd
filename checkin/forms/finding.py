import json

LONGEST_WORDS = 100


def search_words_in(body: bytes) -> str | None:
    """The words by which a phone asks for somebody; None if that is not what it sent."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    words = said.get("words") if isinstance(said, dict) else None
    return words if isinstance(words, str) and 0 < len(words) <= LONGEST_WORDS else None
