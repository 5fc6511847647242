"""What our accounts on channels are called, for whoever reads what happened to them."""

from pasillo.doors.channels.messaging.models import Account


def names(ids: list[int]) -> dict[int, str]:
    """The names of these, as far as they are still there."""
    return dict(Account.objects.filter(pk__in=ids).values_list("pk", "name"))
