"""What a person can wish for: keys of their own, and what we write to them about."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pasillo.ground.kit.refusals import Refused

KEYS = (
    ("j", gettext_noop("next case")),
    ("k", gettext_noop("previous case")),
    ("c", gettext_noop("new case")),
    ("r", gettext_noop("reply")),
    ("n", gettext_noop("internal note")),
    ("t", gettext_noop("ask another area")),
    ("a", gettext_noop("assign")),
    ("s", gettext_noop("state")),
    ("z", gettext_noop("wait")),
    ("e", gettext_noop("resolve")),
    ("u", gettext_noop("back to the queue")),
)
NOTICES = (  # name, words, only for who works here
    ("answered", gettext_noop("My request was answered or is solved"), False),
    ("assigned", gettext_noop("A case is given to me"), True),
    ("mentioned", gettext_noop("Somebody mentions me in a note"), True),
    ("at_risk", gettext_noop("A promise of mine is about to break"), True),
    ("daily", gettext_noop("A letter each morning with what waits for me"), True),
)
TAKEN = frozenset("g?[/")


def keys_typed(given: Any) -> dict[str, str]:
    """The keys that were changed. Refused when two acts would share one."""
    wished = {key: given.get(f"key-{key}", "").strip().lower() for key, _words in KEYS}
    changed = {key: own for key, own in wished.items() if own and own != key}
    for key, own in changed.items():
        if len(own) != 1 or not own.isprintable() or own in TAKEN or own.isdigit():
            raise Refused(_("“%(own)s” cannot be a key of its own. Choose one letter.") % {"own": own})
        others = {changed.get(other, other) for other, _words in KEYS if other != key}
        if own in others:
            raise Refused(_("Two acts would share the key “%(own)s”.") % {"own": own})
    return changed
