"""Putting clocks right from the terminal: shows what the journal gives, and writes it down with a reason."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable

from pasillo.doors.console.registry import ConsoleCommand, commands, or_say_why
from pasillo.doors.shell.clock import now
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.models import Case
from pasillo.operations.promises.commands import repair_clocks
from pasillo.operations.promises.repairs import Difference, played_again

BY = "system"


@or_say_why
def run(options: Namespace) -> None:
    """Without a reason it only shows what would change; the exit code is then 1 when something would."""
    found = 0
    for case_id, number in _cases(options.case):
        differences = played_again(case_id, at=now())
        if not differences:
            continue
        found += len(differences)
        _show(number, differences)
        if options.reason:
            repair_clocks(case_id, reason=options.reason, by=BY, at=now())
    _sum_up(found, options.reason)


def _cases(numbers: list[int]) -> Iterable[tuple[int, int]]:
    wanted = Case.objects.filter(number__in=numbers) if numbers else Case.objects.all()
    known = dict(wanted.values_list("number", "pk")) if numbers else {}
    if unknown := sorted(set(numbers) - known.keys()):
        raise Refused(f"There is no case {', '.join(map(str, unknown))}.")
    return wanted.order_by("pk").values_list("pk", "number").iterator(chunk_size=500)


def _show(number: int, differences: Iterable[Difference]) -> None:
    for difference in differences:
        late = " (written down after it was told)" if difference.is_late else ""
        for name, was, becomes in difference.changes:
            print(f"case {number}, {difference.metric} (clock {difference.clock_id}): {name} {was} -> {becomes}{late}")


def _sum_up(found: int, reason: str) -> None:
    if not found:
        print("Every clock says what the journal says.")
    elif reason:
        print(f"{found} clocks were put right. Their old values are kept, with the reason.")
    else:
        print(f'{found} clocks differ. Nothing was changed; to change it, say why: --reason "..."')
        sys.exit(1)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", choices=["clocks"], help="what is put right")
    parser.add_argument("case", nargs="*", type=int, help="numbers of cases; without one, all")
    parser.add_argument("--reason", default="", help="why; without a reason nothing is changed")


commands.add(
    "repair", ConsoleCommand(help="lay clocks beside the journal, and put them right", run=run, arguments=_arguments)
)
