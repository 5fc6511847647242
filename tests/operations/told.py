"""What the journal has been told."""

from pasillo.ground.journal.models import Entry


def told(case, *names):
    """The names of the facts told about a case, in order; only these, where some are named."""
    entries = Entry.objects.filter(about=case.ref).order_by("id").values_list("name", flat=True)
    return [name for name in entries if not names or name in names]


def fact(case, name):
    """The last fact of this name about a case."""
    return Entry.objects.filter(about=case.ref, name=name).order_by("id").last()
