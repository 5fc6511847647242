"""What came in a field, read strictly: what is not meant does not pass for nothing."""

LONGEST = 18  # figures: what a number of ours may have at most


def is_number(text: str) -> bool:
    """Whether this can be the number of something here."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST
