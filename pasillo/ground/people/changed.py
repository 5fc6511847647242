"""What is said to the second of two who change the same thing at once."""

from typing import Any

from django.utils.translation import gettext as _

from pasillo.ground.kit.refusals import Refused


class ChangedMeanwhile(Refused):
    """Somebody else was quicker. Carries the thing as it is now, so that a page can show both."""

    def __init__(self, now: Any) -> None:
        super().__init__(_("Somebody else changed this while you were writing. Nothing of yours is lost."))
        self.now = now
