"""The facts about people and settings, as sentences."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from pasillo.doors.console.office.frame import level_words, role_words
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.money import Money, write_money

GROUPS: dict[str, tuple[str, frozenset[str]]] = {
    "roles": (gettext_noop("Roles"), frozenset({"person.role_given", "person.role_taken"})),
    "accounts": (
        gettext_noop("Accounts and signing in"),
        frozenset(
            {
                "person.disabled", "person.enabled", "person.password_changed", "person.verified",
                "person.factor_added", "person.factor_removed", "person.recovery_codes_made",
                "person.sessions_ended", "person.identity_linked", "person.identity_unlinked",
                "token.made", "token.revoked",
            }
        ),
    ),
    "serving": (
        gettext_noop("Skills and absences"),
        frozenset({"person.skill_given", "person.skill_taken", "person.absence_planned", "person.absence_ended"}),
    ),
    "everyday": (
        gettext_noop("Everyday requests"),
        frozenset({"room.changed", "budget.changed", "prices.changed", "approvals.planned", "letter.text_changed"}),
    ),
    "ways": (
        gettext_noop("Channels, hours and imports"),
        frozenset(
            {
                "channel.changed", "webhook.changed", "webhook.removed", "phone_system.changed", "mailbox.changed",
                "hours.opened", "hours.changed", "import.turned",
            }
        ),
    ),
    "settings": (
        gettext_noop("Areas and settings"),
        frozenset(
            {
                "area.opened", "area.changed", "organisation.changed", "provider.changed", "example.removed",
                "log.removed",
                "segment.kept", "account.placed",
            }
        ),
    ),
}  # fmt: skip
NEW = gettext_noop("%(what)s: set up")
CHANGED = gettext_noop("%(what)s: changed")
WHAT = {  # what such a fact is about
    "channel": gettext_noop("Channel “%(thing)s”"),
    "webhook": gettext_noop("Webhook “%(thing)s”"),
    "phone_system": gettext_noop("Phone system “%(thing)s”"),
    "mailbox": gettext_noop("Mailbox “%(thing)s”"),
    "calendar": gettext_noop("Hours “%(thing)s”"),
    "import": gettext_noop("Import “%(thing)s”"),
}
WORDS = {
    "person.role_given": gettext_noop("%(person)s became %(role)s: %(area)s"),
    "person.role_taken": gettext_noop("%(person)s is no longer %(role)s: %(area)s"),
    "person.disabled": gettext_noop("The account of %(person)s was closed"),
    "person.enabled": gettext_noop("The account of %(person)s was opened again"),
    "person.password_changed": gettext_noop("%(person)s has a new password"),
    "person.verified": gettext_noop("%(person)s proved their address"),
    "person.factor_added": gettext_noop("%(person)s added a second factor: %(kind)s"),
    "person.factor_removed": gettext_noop("%(person)s removed a second factor: %(kind)s"),
    "person.recovery_codes_made": gettext_noop("%(person)s has new codes on paper"),
    "person.sessions_ended": gettext_noop("%(person)s was signed out everywhere"),
    "person.identity_linked": gettext_noop("%(person)s linked another door"),
    "token.made": gettext_noop("A machine may come in for %(person)s"),
    "token.revoked": gettext_noop("A machine comes in for %(person)s no more"),
    "person.identity_unlinked": gettext_noop("%(person)s unlinked another door"),
    "person.skill_given": gettext_noop("%(person)s can: %(skill)s, %(level)s"),
    "person.skill_taken": gettext_noop("%(person)s is not asked any more for: %(skill)s"),
    "person.absence_planned": gettext_noop("%(person)s is away for %(days)s days; %(cover)s stands in"),
    "person.absence_ended": gettext_noop("An absence of %(person)s ended or was taken back"),
    "area.opened": gettext_noop("The area %(area)s was opened"),
    "area.changed": gettext_noop("The area %(area)s was changed"),
    "organisation.changed": gettext_noop("Settings of the organisation were changed: %(settings)s"),
    "room.changed": gettext_noop("The room %(thing)s was changed: %(settings)s"),
    "budget.changed": gettext_noop("The budget of %(thing)s is %(budget)s now; %(manager)s answers for it"),
    "prices.changed": gettext_noop("The prices of %(thing)s were changed: %(changed)s of %(things)s"),
    "approvals.planned": gettext_noop("Who has to say yes to %(thing)s was changed; steps now: %(steps)s"),
    "letter.text_changed": gettext_noop("The letter of %(thing)s was changed: version %(version)s"),
    "segment.kept": gettext_noop("The segment %(thing)s is described in other words"),
    "account.placed": gettext_noop("%(thing)s belongs to another segment, or to none"),
    "log.removed": gettext_noop("What came from another system was removed: %(cases)s cases, %(people)s people"),
    "example.removed": gettext_noop("The example company was removed: %(cases)s cases, %(people)s people"),
    "channel.changed": CHANGED,
    "webhook.changed": CHANGED,
    "webhook.removed": gettext_noop("%(what)s: removed"),
    "phone_system.changed": CHANGED,
    "mailbox.changed": CHANGED,
    "hours.opened": NEW,
    "hours.changed": CHANGED,
    "import.turned": gettext_noop("%(what)s: rehearsed again"),
    "provider.changed": gettext_noop("A provider for signing in was changed"),
}


WAY_IN = (
    ("is_new", True, NEW),
    ("new_secret", True, gettext_noop("%(what)s: changed, with a new secret")),
    ("is_active", False, gettext_noop("%(what)s: changed; it is closed")),
)
OTHERWISE = {  # the same fact, where its figures say something else: the first that is so counts
    "room.changed": (("is_new", True, gettext_noop("The room %(thing)s can be booked from now on")),),
    "segment.kept": (("is_new", True, gettext_noop("There is a new segment of customers: %(thing)s")),),
    "prices.changed": (("things", 0, gettext_noop("Nothing is sold by %(thing)s any more")),),
    "approvals.planned": (("steps", 0, gettext_noop("Nobody has to say yes to %(thing)s any more")),),
    "letter.text_changed": (("is_used", False, gettext_noop("No letter is written for %(thing)s any more")),),
    "channel.changed": WAY_IN,
    "webhook.changed": WAY_IN,
    "phone_system.changed": WAY_IN,
    "mailbox.changed": WAY_IN,
    "import.turned": (
        ("is_new", True, gettext_noop("%(what)s: handed in")),
        ("state", "playing", gettext_noop("%(what)s: taken over")),
        ("state", "removing", gettext_noop("%(what)s: taken back")),
    ),
}


def sentence(
    entry: Entry,
    *,
    names: Mapping[int, str],
    areas: Mapping[int, str],
    skills: Mapping[int, str],
    things: Mapping[str, str],
) -> str:
    """What happened, with the names as they are today; who is forgotten is somebody."""
    data: dict[str, Any] = entry.data
    area = data.get("area_id")
    thing = things.get(entry.about, _("something that is gone"))
    return _(_words(entry)) % {
        "person": names.get(data.get("person_id", 0), _("Somebody")),
        "role": role_words(str(data.get("role", ""))),
        "area": areas.get(area, _("an area that is gone")) if area else _("the whole organisation"),
        "skill": skills.get(data.get("skill_id", 0), "–"),
        "level": level_words(data.get("level", 0)),
        "days": data.get("days", 0),
        "cover": names.get(data.get("cover_id") or 0, _("nobody")),
        "kind": data.get("kind", ""),
        "cases": data.get("cases", 0),
        "people": data.get("people", 0),
        "thing": thing,
        "what": _(WHAT.get(entry.about.partition(":")[0], "%(thing)s")) % {"thing": thing},
        "budget": _budget(data),
        "manager": names.get(data.get("manager_id") or 0, _("nobody")),
        **{name: data.get(name, 0) for name in ("changed", "things", "steps", "version")},
        "settings": ", ".join(data.get("settings", [])) or "–",
    }


def _words(entry: Entry) -> str:
    cases = OTHERWISE.get(entry.name, ())
    return next((words for field, value, words in cases if entry.data.get(field) == value), WORDS[entry.name])


def _budget(data: Mapping[str, Any]) -> str:
    if "budget" not in data:
        return ""
    return write_money(Money(Decimal(data["budget"]), data["currency"]), get_language())
