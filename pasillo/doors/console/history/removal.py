"""Taking back what was taken over: what goes, and when it does not go, because people have worked in it since."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from pasillo.doors.console.owning import as_the_owner
from pasillo.doors.console.registry import or_say_why
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.history.models import Log
from pasillo.operations.history.queries import cases_of

PART = "import-removal"
SHOWN = 5
BY_HAND = """
select distinct k.number from cases_case k
join journal_entry t on t.about = 'case:' || k.id and t.name = 'case.taken_over'
join journal_entry e on e.about = t.about and e.tx <> t.tx
where k.id = any(%(cases)s) and e.by <> 'system'
order by 1
"""
LEANING = """
select k.number from cases_case k where k.merged_into_id = any(%(cases)s) and k.id <> all(%(cases)s) order by 1
"""


@dataclass(frozen=True, kw_only=True)
class Going:
    """The cases of a log, in the order in which they can go."""

    log: Log
    cases: list[int]


def arguments(parser: ArgumentParser) -> None:
    """What is typed after `pasillo import remove`."""
    parser.add_argument("name", help="the source that its map names, such as servicenow")
    parser.add_argument("--anyway", action="store_true", help="even if people have worked in its cases since")


@or_say_why
def run(options: Namespace) -> None:
    """Has it done by a process that may rewrite the journal; our own rights stay as small as they are."""
    Log.objects.filter(name=options.name).exists()  # where nothing was ever started, that is said here
    words = [options.name, *(["--anyway"] if options.anyway else [])]
    if code := as_the_owner(PART, *words):
        raise SystemExit(code)


def begun(log: Log, *, anyway: bool) -> Going:
    """What goes; refused before anything is gone."""
    going = Going(log=log, cases=cases_of(log.pk))
    if not anyway:
        by_hand(log, going.cases)
    if numbers := _asked(LEANING, log, going.cases):
        raise Refused(_("Other cases go on in cases of this log: %(cases)s. It stays.") % {"cases": _some(numbers)})
    return going


def by_hand(log: Log, cases: Sequence[int]) -> None:
    """Refuse when somebody has done anything in these cases since: apart from what was told when they came."""
    if numbers := _asked(BY_HAND, log, cases):
        words = _("People have worked in cases of this log since: %(cases)s. Nothing of theirs is removed by accident; "
                  "say --anyway to remove that too.")  # fmt: skip
        raise Refused(words % {"cases": _some(numbers)})


def _asked(question: str, log: Log, cases: Sequence[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(question, {"log": log.pk, "cases": list(cases)})
        return [row[0] for row in cursor.fetchall()]


def _some(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:SHOWN]))
    return shown if len(numbers) <= SHOWN else _("%(some)s and %(more)s more") % {
        "some": shown, "more": len(numbers) - SHOWN
    }  # fmt: skip
