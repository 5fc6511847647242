"""How often somebody who has not signed in may ask: enough for a household or an office, too little for a machine."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pasillo.doors.shell.patience import address_range
from pasillo.ground.kit.refusals import Refused

REQUESTS_IN_AN_HOUR = 30
HOUR_SECONDS = 3600


def count_stranger(request: HttpRequest) -> None:
    """Counts one more request from this neighbourhood, or refuses it. Each process counts for itself."""
    key = f"portal.strangers.{address_range(request.META.get('REMOTE_ADDR', ''))}"
    cache.add(key, 0, HOUR_SECONDS)
    try:
        asked = cache.incr(key)
    except ValueError:
        return
    if asked > REQUESTS_IN_AN_HOUR:
        raise Refused(_("Many requests came from your network within an hour. Sign in to send yours, or try later."))
