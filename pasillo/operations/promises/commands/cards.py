"""What a customer was shown beside the form."""

from datetime import datetime

from pasillo.operations.promises.models import Card


def keep_card(case_id: int, *, lines: list[str], language: str, at: datetime) -> None:
    """What the customer read beside the form stays with the case, word for word; the first reading counts."""
    if lines:
        Card.objects.get_or_create(case_id=case_id, defaults={"words": lines, "language": language, "shown_at": at})
