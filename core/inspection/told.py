"""What a file's hidden words give away."""

import re

# A drive, a folder at home, a web address, or a file's name alone: what programs write where a description belongs.
PATH = re.compile(
    r"[A-Za-z]:[\\/]|\\\\|://|(?:^|\s)[~/][\w.-]+/|"
    r"^[^\n]{1,200}\.(?:png|jpe?g|gif|bmp|tiff?|svg|emf|wmf|pdf|docx?|xlsx?|pptx?|csv|heic|webp)\s*$",
    re.IGNORECASE,
)


def is_path(words: str) -> bool:
    """True if ``words`` are where something is kept and no description of it."""
    return bool(PATH.search(words[:2000]))
