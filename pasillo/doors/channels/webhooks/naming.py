"""What hooks are called, for whoever reads what happened to them."""

from pasillo.doors.channels.webhooks.models import Hook


def names(ids: list[int]) -> dict[int, str]:
    """The names of these, as far as they are still there."""
    return dict(Hook.objects.filter(pk__in=ids).values_list("pk", "name"))
