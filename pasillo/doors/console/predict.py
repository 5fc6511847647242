"""Whether breaks of promises can be foreseen: learnt from the older cases, tried on the newer ones."""

import sys
from argparse import ArgumentParser, Namespace

from pasillo.doors.console.registry import ConsoleCommand, commands
from pasillo.doors.shell.clock import now
from pasillo.measurement.methods.forecasts import Score, calibration, score
from pasillo.measurement.methods.foresight import Trial
from pasillo.measurement.reports.foreseeing import DAWN, LEARNS_FROM, score_of, tried


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", choices=["check"], help="how well it would have gone")
    parser.add_argument("--split", type=float, default=LEARNS_FROM, help="the share of the cases to learn from")


def run(options: Namespace) -> None:
    """Prints Brier's score against the base rate, by age of the case, and what was said against what happened."""
    if not 0 < options.split < 1:
        sys.exit("pasillo: --split is a share between 0 and 1, such as 0.7.")
    made = tried(now(), share=options.split, since=DAWN)
    if made is None:
        sys.exit("pasillo: there are too few promises of a solution that were kept or broken to learn from.")
    _say(made, score_of(made))


def _say(made: Trial, found: Score) -> None:
    print(f"Learnt from {made.learnt_from} promises made before {made.since:%Y-%m-%d %H:%M}, ", end="")
    print(f"of those decided {100 * made.base_rate:.1f} % broke.")
    print("  age      forecasts   Brier   base rate   skill")
    for age, told in made.at_age.items():
        if told:
            at_age = score(told, base_rate=made.base_rate)
            print(f"  {age:4.0%}  {at_age.n:12}  {at_age.brier:.4f}      {at_age.base:.4f}  {at_age.skill:6.1%}")
    print(f"  all   {found.n:12}  {found.brier:.4f}      {found.base:.4f}  {found.skill:6.1%}")
    print(f"Reliability {found.reliability:.4f}, resolution {found.resolution:.4f}, ", end="")
    print(f"uncertainty {found.uncertainty:.4f}.")
    print("  said     happened       n")
    for part in calibration(made.forecasts):
        print(f"  {part.said:5.1%}  {part.happened:8.1%}  {part.n:8}")
    better = "Better than saying the base rate." if found.is_better else "Not better than guessing by the base rate."
    print(better)


commands.add(
    "predict", ConsoleCommand(help="see how well breaks of promises are foreseen", arguments=arguments, run=run)
)
