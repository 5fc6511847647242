"""What may be asked about effects."""

from django.db.models import QuerySet

from pasillo.ground.effects.models import Done, Effect


def result_of(key: str) -> str:
    """What came of a cause that was done before, as 'case:17'; empty when it was never done."""
    return Done.objects.filter(key=key).values_list("about", flat=True).first() or ""


def effects_about(about: str) -> list[Effect]:
    """What we owe or sent to the outside because of one thing, oldest first."""
    return list(Effect.objects.filter(about=about).order_by("promised_at", "key"))


def put_off(kind: str) -> int:
    """How many effects of this kind were tried and still wait for their way out."""
    return Effect.objects.filter(kind=kind, state=Effect.State.QUEUED, attempts__gt=0).count()


def given_up(kind: str) -> QuerySet[Effect]:
    """Effects of this kind that failed and that nobody tries again by itself, the newest first."""
    return Effect.objects.filter(kind=kind, state=Effect.State.FAILED).order_by("-promised_at", "-id")


def troubled(limit: int = 100) -> list[Effect]:
    """Effects that failed, or that have waited through several tries."""
    return list(Effect.objects.filter(state=Effect.State.FAILED).order_by("-promised_at")[:limit])
