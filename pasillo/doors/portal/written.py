"""Days as this visitor writes them."""

from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _


def day(on: date) -> str:
    """A day with its weekday: Friday 15 January 2027."""
    return formats.date_format(on, _("l j F Y"))
