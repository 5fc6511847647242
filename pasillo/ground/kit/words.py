"""The one window through which plain Python sees Django: words that people read, in their language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

__all__ = ["_", "pgettext_lazy"]
