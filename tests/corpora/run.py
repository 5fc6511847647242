"""make corpora: how many rows of each suite we meet. V=1 shows what fails; a name picks one suite."""

import importlib
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.corpora import business_time
from tests.corpora.database import a_database, set_up
from tests.corpora.place import folder, rows
from tests.corpora.suites.outcome import Outcome

SUITES = (
    "zammad_mail",
    "zammad_followup",
    "zammad_sequences",
    "zammad_process",
    "zammad_autoreply",
    "discourse",
    "chatwoot",
    "rt",
    "mime_parsing_stalwart",
    "email_reply_trimmer",
    "github_reply_parser",
    "zapier_reply_parser",
    "talon",
    "sisimai_bounces",
    "sisimai_status",
    "sisimai_hard",
)
CHANNELS = ("courier", "courier_outgoing", "pywa", "line", "line_signatures", "zammad_channels")
SCENARIOS = "zammad_sla_scenarios"


@dataclass
class Result:
    """The figures of one suite."""

    name: str
    passed: int = 0
    failed: list[str] = field(default_factory=list)
    differs: Counter[str] = field(default_factory=Counter)
    absent: int = 0

    @property
    def total(self) -> int:
        return self.passed + len(self.failed)

    def line(self) -> str:
        return f"{self.name} {self.passed}/{self.total} differs={self.differs.total()}"


def measure(name: str, intake: Path) -> Result:
    """Runs one suite."""
    adapter = importlib.import_module(f"tests.corpora.suites.{name}")
    suite = intake / getattr(adapter, "FOLDER", name)
    result = Result(name)
    concerns = getattr(adapter, "is_ours", lambda row: True)
    told = (
        adapter.rows_of(suite) if hasattr(adapter, "rows_of") else rows(suite, getattr(adapter, "ROWS", "expect.jsonl"))
    )
    for row in filter(concerns, told):
        if "file" in row and not (suite / row["file"]).is_file():
            result.absent += 1
            continue
        if hasattr(adapter, "outcomes"):
            for name_of_it, outcome in adapter.outcomes(row, suite):
                _count(result, {"id": name_of_it}, outcome)
        else:
            _count(result, row, adapter.check(row, suite))
    return result


def _count(result: Result, row: dict[str, object], outcome: Outcome) -> None:
    if outcome.differs:
        result.differs[outcome.differs] += 1
    elif outcome.wrong:
        result.failed.append(f"{row.get('file') or row.get('id') or row.get('label')}: " + "; ".join(outcome.wrong))
    else:
        result.passed += 1


def measure_business_time(suite: Path) -> Result:
    """The sums of business time of one other product."""
    result = Result(suite.name)
    for case, ours in business_time.outcomes(suite):
        if business_time.same(ours, case["expected"]):
            result.passed += 1
        else:
            result.failed.append(f"{case['id']} {case['op']}: ours {ours}, theirs {case['expected']}")
    return result


def measure_scenarios(suite: Path) -> Result:
    """The clocks of another product, played by our commands in simulated time; needs a database."""
    from tests.corpora.suites import zammad_sla

    result = Result(suite.name)
    for name, outcome in zammad_sla.outcomes(suite):
        _count(result, {"id": name}, outcome)
    return result


def everything(place: Path, asked: list[str]) -> Iterator[Result]:
    """One suite after the other."""
    for name in asked or SUITES:
        if name in SUITES:
            yield measure(name, place / "01_email_intake")
    for name in asked or CHANNELS:
        if name in CHANNELS:
            yield measure(name, place / "02_channel_webhooks")
    for cases in sorted((place / "03_business_time").glob("*/cases.jsonl")):
        if not asked or cases.parent.name in asked:
            yield measure_business_time(cases.parent)
    scenarios = place / "03_business_time" / SCENARIOS
    if scenarios.is_dir() and (not asked or SCENARIOS in asked):
        with a_database():
            yield measure_scenarios(scenarios)


def main(asked: list[str]) -> int:
    """Prints a line for each suite."""
    place = folder()
    if place is None:
        print("The corpora are not on this machine: nothing to measure.")
        return 0
    set_up()
    for result in everything(place, asked):
        print(result.line())
        if os.environ.get("V"):
            for failure in result.failed:
                print("  -", failure)
            for reason, number in result.differs.items():
                print(f"  = {number} differ: {reason}")
            if result.absent:
                print(f"  . {result.absent} rows name mails that are not in this folder")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
