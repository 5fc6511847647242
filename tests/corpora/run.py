"""make corpora: how many rows of each suite we meet. V=1 shows what fails; a name picks one suite."""

import importlib
import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.corpora.place import folder, rows
from tests.corpora.suites.outcome import Outcome

SUITES = ("zammad_mail", "zammad_process", "zammad_autoreply", "discourse", "chatwoot", "rt", "mime_parsing_stalwart")


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
    suite = intake / name
    result = Result(name)
    for row in rows(suite):
        if "file" in row and not (suite / row["file"]).is_file():
            result.absent += 1
            continue
        outcome = adapter.check(row, suite)
        _count(result, row, outcome)
    return result


def _count(result: Result, row: dict[str, object], outcome: Outcome) -> None:
    if outcome.differs:
        result.differs[outcome.differs] += 1
    elif outcome.wrong:
        result.failed.append(f"{row.get('file', row.get('id'))}: " + "; ".join(outcome.wrong))
    else:
        result.passed += 1


def main(asked: list[str]) -> int:
    """Prints a line for each suite."""
    place = folder()
    if place is None:
        print("The corpora are not on this machine: nothing to measure.")
        return 0
    for name in asked or SUITES:
        result = measure(name, place / "01_email_intake")
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
