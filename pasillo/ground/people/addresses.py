"""Whether one can write to an address."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST = 254


def is_address(text: str) -> bool:
    """Whether this is a whole e-mail address that fits. One that were cut would be somebody else's."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST
