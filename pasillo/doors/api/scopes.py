"""What a token may be made for: each group of things, to read or to change. Plain."""

from collections.abc import Collection, Iterable

from pasillo.ground.kit.words import _

WORDS = {
    "cases.read": _("Read cases, what was said in them, files and promises"),
    "cases.write": _("Open cases, answer, decide, pass on, resolve"),
    "events.write": _("Say that something happened elsewhere"),
    "people.read": _("Read people, areas, absences and skills"),
    "people.write": _("Change people, areas, absences and skills"),
    "catalogue.read": _("Read services, forms, objectives and hours"),
    "catalogue.write": _("Change objectives"),
    "work.read": _("Read alarms, tasks and routing"),
    "work.write": _("Answer alarms, finish tasks, change routing"),
    "ideas.read": _("Read ideas"),
    "ideas.write": _("Propose, vote, comment and answer ideas"),
    "figures.read": _("Read the figures of the cockpit"),
    "journal.read": _("Read what happened, fact by fact"),
}
SCOPES = tuple(WORDS)


def known(wished: Iterable[str]) -> list[str]:
    """Those that there are, each once, in our order."""
    asked = set(wished)
    return [scope for scope in SCOPES if scope in asked]


def allows(scopes: Collection[str], wanted: str) -> bool:
    """Whether a token with these scopes may do this. No scopes means all that its person may. Who may change a thing
    may read it."""
    if not scopes or not wanted or wanted in scopes:
        return True
    return wanted.endswith(".read") and wanted.removesuffix("read") + "write" in scopes
