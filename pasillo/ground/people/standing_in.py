"""Who stands in when the one who stands in is away too. Plain, so that circles can be tried in a line."""

from collections.abc import Mapping


def stand_in(person_id: int, away: Mapping[int, int | None]) -> int | None:
    """The first in the row of covers who is here. Nobody when the row ends or turns in a circle."""
    passed = {person_id}
    next_one = away.get(person_id)
    while next_one is not None and next_one in away:
        if next_one in passed:
            return None
        passed.add(next_one)
        next_one = away[next_one]
    return next_one
