"""What things that only one door knows are called today, for pages that tell what happened to them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

Names = Callable[[list[int]], Mapping[int, str]]

namers: dict[str, Names] = {}


def called(refs: Iterable[str]) -> dict[str, str]:
    """The names of those of these things that a door has named: by their sort, and by what is known of each."""
    by_sort: dict[str, list[int]] = defaultdict(list)
    for sort, _sep, number in (ref.partition(":") for ref in refs):
        if sort in namers and number.isdecimal():
            by_sort[sort].append(int(number))
    return {f"{sort}:{pk}": name for sort, ids in by_sort.items() for pk, name in namers[sort](ids).items()}
