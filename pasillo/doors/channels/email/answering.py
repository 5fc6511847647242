"""May this address get one more automatic mail?"""

from datetime import datetime
from uuid import UUID

from pasillo.doors.channels.email.brakes import DAY, Sent, allows
from pasillo.doors.channels.email.models import AutomaticMail


def may_write_to(
    address: str, *, about: str, is_verified: bool, is_asked_for: bool = False, effect: UUID | None = None, at: datetime
) -> bool:
    """Asks the brake with what went to this address in the last day, this very mail left out."""
    rows = AutomaticMail.objects.filter(address=address.lower(), sent_at__gt=at - DAY)
    if effect is not None:
        rows = rows.exclude(effect=effect)
    sent = [Sent(*row) for row in rows.values_list("about", "sent_at")[:100]]
    return allows(sent, about=about, is_verified=is_verified, is_asked_for=is_asked_for, at=at)
