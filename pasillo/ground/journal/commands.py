"""Every way in which a follower's position changes."""

from pasillo.ground.journal.models import Position


def lock_position(follower: str) -> Position | None:
    """The follower's position, locked until the transaction ends; None while another process holds it."""
    Position.objects.get_or_create(follower=follower)
    return Position.objects.select_for_update(skip_locked=True).filter(follower=follower).first()


def advance(position: Position, *, tx: str, entry_id: int) -> None:
    """Remember that everything up to this entry has been read."""
    Position.objects.filter(pk=position.pk).update(tx=tx, entry_id=entry_id)


def rewind(follower: str) -> None:
    """Put a follower back before the first entry."""
    Position.objects.update_or_create(follower=follower, defaults={"tx": "0", "entry_id": 0})
