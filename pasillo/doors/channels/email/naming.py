"""What mailboxes are called, for whoever reads what happened to them."""

from pasillo.doors.channels.email.models import Mailbox


def names(ids: list[int]) -> dict[int, str]:
    """The names of these, as far as they are still there."""
    return dict(Mailbox.objects.filter(pk__in=ids).values_list("pk", "address"))
