"""Who has which case before them: kept in memory, told by every web process to all, gone after half a minute."""

import re
from collections.abc import Iterable
from threading import Lock
from time import monotonic

LASTS = 30.0
DOINGS = ("", "look", "note", "reply")
SAID = re.compile(r"here:(\d{1,18}):(\d{1,18}):(look|note|reply|):([a-z0-9]{1,12})")

_turn = Lock()
_here: dict[int, dict[tuple[int, str], tuple[str, float]]] = {}


def words_for(case_id: int, person_id: int, doing: str, tab: str) -> str:
    """What one web process tells the others: ids, and what is being done."""
    return f"here:{case_id}:{person_id}:{doing}:{tab}"


def hear(said: str) -> int | None:
    """Remember what was told. Returns the case when that is news for whoever has it open."""
    found = SAID.fullmatch(said)
    if found is None:
        return None
    case_id, person_id, doing = int(found[1]), int(found[2]), found[3]
    with _turn:
        before = _doing(case_id).get(person_id, "")
        tabs = _here.setdefault(case_id, {})
        tabs.pop((person_id, found[4]), None)
        if doing:
            tabs[person_id, found[4]] = (doing, monotonic() + LASTS)
        after = _doing(case_id).get(person_id, "")
    return case_id if before != after else None


def forget_the_silent() -> set[int]:
    """Whoever has said nothing for half a minute has left. Returns the cases that they left."""
    late, left = monotonic(), set()
    with _turn:
        for case_id, tabs in list(_here.items()):
            for tab in [tab for tab, (_, until) in tabs.items() if until < late]:
                del tabs[tab]
                left.add(case_id)
            if not tabs:
                del _here[case_id]
    return left


def here(case_id: int, *, but: int | None = None) -> dict[int, str]:
    """Who else has this case open, and what they do in it."""
    with _turn:
        return {person_id: doing for person_id, doing in _doing(case_id).items() if person_id != but}


def _doing(case_id: int) -> dict[int, str]:
    """One thing a person: who writes in one window and looks in another, writes."""
    now, doing = monotonic(), dict[int, str]()
    for (person_id, _), (does, until) in _here.get(case_id, {}).items():
        if until >= now:
            doing[person_id] = _more(doing.get(person_id, ""), does)
    return doing


def _more(*doings: str) -> str:
    return max(doings, key=DOINGS.index)


def forget_all(case_ids: Iterable[int] | None = None) -> None:
    """Nobody is anywhere: for tests."""
    with _turn:
        for case_id in list(case_ids if case_ids is not None else _here):
            _here.pop(case_id, None)
