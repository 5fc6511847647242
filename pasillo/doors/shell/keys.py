"""Every key of the house, in one map: what the sheet shows, what a person may change, and what the page listens to.

A key acts only through a control that can be seen: `needs` says which. Without it, the sheet shows the key as one
of another screen.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop


@dataclass(frozen=True, kw_only=True)
class Key:
    """One key: where it acts, what it does in a few words, and what must be on the page for it."""

    key: str
    words: str
    scope: str
    needs: str = "control"
    shown: tuple[str, ...] = ()
    fixed: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The key as the sheet shows it."""
        return self.shown or (self.key.upper(),)


SCOPES = (
    ("everywhere", gettext_noop("Everywhere")),
    ("queue", gettext_noop("Queue")),
    ("case", gettext_noop("Case")),
    ("composer", gettext_noop("While you write")),
)

KEYS: tuple[Key, ...] = (
    Key(scope="everywhere", key="mod+k", shown=("Ctrl K",), words=gettext_noop("search and commands"), needs="always",
        fixed=True),
    Key(scope="everywhere", key="/", words=gettext_noop("search")),
    Key(scope="everywhere", key="g", words=gettext_noop("go to… (and a second key)"), needs="always"),
    Key(scope="everywhere", key="[", words=gettext_noop("fold the menu")),
    Key(scope="everywhere", key="?", words=gettext_noop("these keys"), needs="always"),
    Key(scope="everywhere", key="mod+z", shown=("Ctrl Z",), words=gettext_noop("take back what you just did"),
        needs="choice", fixed=True),
    Key(scope="everywhere", key="Escape", shown=("Esc",), words=gettext_noop("close, leave the field"), needs="always",
        fixed=True),
    Key(scope="queue", key="j", words=gettext_noop("next case"), needs="rows"),
    Key(scope="queue", key="k", words=gettext_noop("previous case"), needs="rows"),
    Key(scope="queue", key="Enter", shown=("Enter",), words=gettext_noop("open"), needs="rows", fixed=True),
    Key(scope="queue", key="x", words=gettext_noop("choose for bulk work"), needs="choice"),
    Key(scope="queue", key="shift+j", shown=("⇧ J", "⇧ K"), words=gettext_noop("choose more"), needs="choice",
        fixed=True),
    Key(scope="queue", key="mod+a", shown=("Ctrl A",), words=gettext_noop("choose all on this page"), needs="choice",
        fixed=True),
    Key(scope="queue", key="1", shown=("1", "…", "4"), words=gettext_noop("split of the queue"), fixed=True),
    Key(scope="queue", key="f", words=gettext_noop("filter")),
    Key(scope="queue", key="b", words=gettext_noop("views")),
    Key(scope="queue", key="c", words=gettext_noop("new case")),
    Key(scope="case", key="r", words=gettext_noop("reply")),
    Key(scope="case", key="n", words=gettext_noop("internal note")),
    Key(scope="case", key="l", words=gettext_noop("log a call")),
    Key(scope="case", key="t", words=gettext_noop("ask another area")),
    Key(scope="case", key="a", words=gettext_noop("assign")),
    Key(scope="case", key="A", shown=("⇧ A",), words=gettext_noop("take it myself"), fixed=True),
    Key(scope="case", key="s", words=gettext_noop("status")),
    Key(scope="case", key="p", words=gettext_noop("priority")),
    Key(scope="case", key="z", words=gettext_noop("snooze")),
    Key(scope="case", key="e", words=gettext_noop("resolve and open the next")),
    Key(scope="case", key="u", words=gettext_noop("back to the list")),
    Key(scope="case", key=".", words=gettext_noop("copy the number")),
    Key(scope="case", key=",", words=gettext_noop("context panel")),
    Key(scope="composer", key="mod+Enter", shown=("Ctrl ⏎",), words=gettext_noop("send"), needs="composer", fixed=True),
    Key(scope="composer", key="mod+shift+Enter", shown=("Ctrl ⇧ ⏎",), words=gettext_noop("send and resolve"),
        needs="composer", fixed=True),
    Key(scope="composer", key="macro", shown=("/",), words=gettext_noop("macro"), needs="macros", fixed=True),
    Key(scope="composer", key="mention", shown=("@",), words=gettext_noop("a colleague, in a note"), needs="mentions",
        fixed=True),
)  # fmt: skip

CHANGEABLE = {one.key: one for one in KEYS if not one.fixed}


def keys_of(person: Any) -> dict[str, str]:
    """The keys that this person has changed, by the house's own key; nothing that the house does not know."""
    changed = person.preferences.get("keys", {}) if person is not None else {}
    return {own: theirs for own, theirs in changed.items() if own in CHANGEABLE}


def single_keys_on(person: Any) -> bool:
    """Whether keys act by themselves for this person."""
    return person is None or person.preferences.get("single_keys", True) is True


def sheet(person: Any, groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sheet of keys, scope by scope, with the places of this person's menu."""
    changed = keys_of(person)
    shown: list[dict[str, Any]] = [
        {"title": _(title), "keys": [_line(key, changed) for key in KEYS if key.scope == scope]}
        for scope, title in SCOPES
    ]
    leader = changed.get("g", "g").upper()
    places = [
        {"keys": (leader, entry["key"].upper()), "words": _("go to %(place)s") % {"place": entry["words"]},
         "key": entry["key"], "needs": "go"}
        for group in groups for entry in group["entries"] if entry["key"]
    ]  # fmt: skip
    shown[0]["keys"][3:3] = places
    return shown


def _line(key: Key, changed: dict[str, str]) -> dict[str, Any]:
    shown = (changed[key.key].upper(),) if key.key in changed else key.keys
    return {"keys": shown, "words": _(key.words), "key": key.key, "needs": key.needs}


def checked(wanted: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The changes that can be kept, and what is wrong with the others, by the house's own key."""
    wrong: dict[str, str] = {}
    final = {own: wanted.get(own, own) for own in CHANGEABLE}
    for own, theirs in final.items():
        if len(theirs) != 1 or theirs.isspace() or theirs.isupper() or theirs.isdigit():
            wrong[own] = _("One key: a small letter or a sign.")
        elif sum(other == theirs for other in final.values()) > 1:
            wrong[own] = _("Two things cannot have the same key.")
    changed = {own: theirs for own, theirs in final.items() if theirs != own and own not in wrong}
    return changed, wrong
