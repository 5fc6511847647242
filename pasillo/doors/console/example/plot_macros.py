"""What people at Nidalia write again and again: people/macros.toml, by the real command."""

from datetime import datetime

from pasillo.doors.console.example.company import Company, told
from pasillo.operations.macros.commands import Wording, write

LANGUAGES = ("es", "en", "id")


def write_macros(company: Company, *, by: str, at: datetime) -> None:
    """Some for everybody, some for one area."""
    for macro in told("macros")["macros"]:
        area = company.areas[macro["area"]].pk if "area" in macro else None
        wording = Wording(
            name=macro["name"],
            texts={language: macro[language] for language in LANGUAGES},
            shortcut=macro["shortcut"],
            next_step=macro.get("then", ""),
            area_id=area,
        )
        write(wording, by=by, at=at)
