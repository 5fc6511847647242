"""What mailed links may do: each for one purpose, once, for at most three days, and only its hash is kept."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.doors.shell.commands.letters import write_letter
from pasillo.doors.shell.commands.links import ask_for_link
from pasillo.doors.shell.hashes import kept_as
from pasillo.doors.shell.models import FailedTry, MailedToken
from pasillo.doors.shell.patience import address_range
from pasillo.ground.kit.languages import known_language
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import describe_self, give_role, grant_role, meet, set_password, verify
from pasillo.ground.people.granting import may_give
from pasillo.ground.people.models import Area, Membership, Person, Role
from pasillo.ground.people.organisation import organisation
from pasillo.ground.people.sight import Sight, sight_of

Purpose = MailedToken.Purpose
LIVES = {
    Purpose.SIGN_UP: timedelta(hours=24),
    Purpose.INVITATION: timedelta(hours=72),
    Purpose.PASSWORD: timedelta(hours=1),
}
LETTERS_IN_AN_HOUR = 5
FROM_ONE_RANGE = 30


@transaction.atomic
def ask_to_sign_up(email: str, *, name: str, language: str, next_page: str, address: str, at: datetime) -> None:
    """A letter that makes an account when its link is clicked, or a link to come in for who has one already."""
    email = email.strip()
    if not organisation().customers_sign_up:
        raise Refused(_("Accounts are made by us here. Please write to us."))
    if _too_many(address, at) or not _may_be_written_to(email, Purpose.SIGN_UP, at):
        return
    if Person.objects.filter(email__iexact=email).exists():
        ask_for_link(email, next_page=next_page, by="system", at=at)
        return
    data = {"name": safe(name).strip()[:200], "language": known_language(language), "next": next_page[:400]}
    token, link = _make(Purpose.SIGN_UP, email=email, data=data, by="system", at=at)
    words = _(
        "Hello,\n\nsomebody asked for an account at %(organisation)s with this address. If it was you, open this link. "
        "It works once, for 24 hours:\n\n%(link)s\n\nIf it was not you, you need not do anything: nothing was made."
    )
    _mail(token, link, reverse("shell:sign-up-confirm", args=[link]), _("Your account at %(organisation)s"), words, at)


@transaction.atomic
def ask_for_password(email: str, *, address: str, at: datetime) -> None:
    """A letter with which a person chooses a new password. For an unknown address nothing happens."""
    person = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if _too_many(address, at) or person is None or not _may_be_written_to(person.email or "", Purpose.PASSWORD, at):
        return
    token, link = _make(Purpose.PASSWORD, email=person.email or "", data={}, person=person, by="system", at=at)
    with translation.override(person.language):
        words = _(
            "Hello %(name)s,\n\nwith this link you choose a new password. It works once, for one hour:\n\n%(link)s\n\n"
            "If you did not ask for it, you need not do anything: your password stays as it is."
        )
        path = reverse("shell:password-new", args=[link])
        _mail(token, link, path, _("A new password for %(organisation)s"), words, at, name=person.name)


@transaction.atomic
def invite(
    seen: Sight, *, email: str, name: str, role: str, area_id: int | None, language: str, by: str, at: datetime
) -> MailedToken:
    """A colleague is asked in, by a link that only they receive. They have no right before they accept."""
    data = _invitation(seen, name=name, role=role, area_id=area_id, language=language)
    token, link = _instead_of_earlier(email.strip(), data, by=by, at=at)
    with translation.override(known_language(language)):
        words = _(
            "Hello %(name)s,\n\nyou are invited to work with us at %(organisation)s. "
            "This link lets you in. It works once, for three days:\n\n%(link)s\n\n"
            "If you do not know what this is about, you need not do anything."
        )
        path = reverse("shell:invitation", args=[link])
        _mail(token, link, path, _("You are invited to %(organisation)s"), words, at, name=str(data["name"]))
    return token


@transaction.atomic
def invite_by_hand(
    seen: Sight, *, email: str, name: str, role: str, area_id: int | None, language: str, by: str, at: datetime
) -> str:
    """The address of an invitation that an administrator hands over. Nobody's account can be entered by it: it is for
    somebody whom we do not know yet, and proves no address.
    """
    if Role.ADMIN not in seen.roles:
        raise Refused(_("Only an administrator hands links over."))
    _ask_that_nobody_has(email.strip())
    data = _invitation(seen, name=name, role=role, area_id=area_id, language=language) | {"by_hand": True}
    return reverse("shell:invitation", args=[_instead_of_earlier(email.strip(), data, by=by, at=at)[1]])


@transaction.atomic
def take_back_invitation(token_id: int, *, by: str, at: datetime) -> None:
    """The link in the letter opens nothing any more."""
    MailedToken.objects.filter(pk=token_id, purpose=Purpose.INVITATION, used_at=None).update(used_at=at)


def behind(purpose: str, link: str, *, at: datetime) -> MailedToken | None:
    """What a link would do, without using it: programs that look at mails follow links too."""
    if not link:
        return None
    return MailedToken.objects.filter(
        purpose=purpose, hash=kept_as(purpose, link), used_at=None, ends_at__gt=at
    ).first()


@transaction.atomic
def sign_up(link: str, *, name: str, password: str, at: datetime) -> tuple[Person, str] | None:
    """The address is proven by the click, and now there is a person. None when the link opens nothing any more."""
    token = _use(Purpose.SIGN_UP, link, at)
    if token is None:
        return None
    person = _meet(token, name, at)
    if password:
        set_password(person.pk, password=password, by=person.ref, at=at)
    return verify(person.pk, by=person.ref, at=at), str(token.data.get("next", ""))


@transaction.atomic
def accept_invitation(link: str, *, name: str, password: str, at: datetime) -> Person | None:
    """A colleague comes in with the role that was meant for them, if whoever invited them may still give it."""
    token = _use(Purpose.INVITATION, link, at)
    if token is None:
        return None
    by_hand = bool(token.data.get("by_hand"))
    if by_hand:
        _ask_that_nobody_has(token.email)
    person = _meet(token, name, at)
    if not person.is_active:
        raise Refused(_("This account is closed. Please ask whoever invited you."))
    _give(token, person, at)
    if password:
        set_password(person.pk, password=password, by=person.ref, at=at)
    return person if by_hand else verify(person.pk, by=person.ref, at=at)


@transaction.atomic
def choose_password(link: str, *, password: str, at: datetime) -> Person | None:
    """A new password by a link that only the owner of the address could open. All sessions end."""
    token = _use(Purpose.PASSWORD, link, at)
    if token is None or token.person is None or not token.person.is_active:
        return None
    set_password(token.person.pk, password=password, by=token.person.ref, at=at)
    return verify(token.person.pk, by=token.person.ref, at=at)


def _invitation(seen: Sight, *, name: str, role: str, area_id: int | None, language: str) -> dict[str, Any]:
    wanted, area = _wanted(seen, role, area_id)
    return {"name": safe(name).strip()[:200], "language": known_language(language), "role": wanted.value,
            "area_id": area.pk if area else None}  # fmt: skip


def _instead_of_earlier(email: str, data: dict[str, Any], *, by: str, at: datetime) -> tuple[MailedToken, str]:
    if not _may_be_written_to(email, Purpose.INVITATION, at):
        raise Refused(_("This address was written to five times within the hour. Please wait a little."))
    MailedToken.objects.filter(purpose=Purpose.INVITATION, email__iexact=email, used_at=None).update(used_at=at)
    return _make(Purpose.INVITATION, email=email, data=data, by=by, at=at)


def _ask_that_nobody_has(email: str) -> None:
    if Person.objects.filter(email__iexact=email).exists():
        raise Refused(_("Somebody with this address is known already: give them the role on their page."))


def _use(purpose: str, link: str, at: datetime) -> MailedToken | None:
    found = behind(purpose, link, at=at)
    if found is None:
        return None
    token = MailedToken.objects.select_for_update().filter(pk=found.pk, used_at=None).first()
    if token is None:
        return None
    token.used_at = at
    token.save(update_fields=["used_at"])
    return token


def _make(
    purpose: str, *, email: str, data: dict[str, Any], person: Person | None = None, by: str, at: datetime
) -> tuple[MailedToken, str]:
    link = secrets.token_urlsafe(32)
    token = MailedToken.objects.create(
        purpose=purpose, hash=kept_as(purpose, link), email=email[:254], person=person, data=data, asked_by=by,
        made_at=at, ends_at=at + LIVES[Purpose(purpose)],
    )  # fmt: skip
    return token, link


def _mail(token: MailedToken, link: str, path: str, subject: str, words: str, at: datetime, *, name: str = "") -> None:
    write_letter(
        key=f"{token.purpose}:{token.pk}", template="sign-in", to=token.email, subject=subject, words=words, path=path,
        name=name, about=token.person.ref if token.person else "", at=at,
    )  # fmt: skip


def _meet(token: MailedToken, name: str, at: datetime) -> Person:
    data = token.data
    called = safe(name).strip() or data.get("name") or ""
    person = meet(name=called, email=token.email, language=data.get("language", "en"), by="system", at=at)
    if called and person.name != called and person.verified_at is None:
        given = {"phone": person.phone, "language": person.language, "zone": person.zone}
        return describe_self(person.pk, name=called, by=person.ref, at=at, **given)
    return person


def _give(token: MailedToken, person: Person, at: datetime) -> None:
    if token.asked_by == "system":
        area = Area.objects.filter(pk=token.data.get("area_id") or 0).first()
        give_role(person=person, role=Role(token.data["role"]), area=area, by="system", at=at)
        return
    host = Person.objects.filter(pk=int(token.asked_by.partition(":")[2] or 0)).first()
    grant_role(
        sight_of(host), person.pk, role=token.data["role"], area_id=token.data.get("area_id"), by=token.asked_by, at=at
    )


def _wanted(seen: Sight, role: str, area_id: int | None) -> tuple[Role, Area | None]:
    if role not in Role.values:
        raise Refused(_("Choose what this person will be."))
    wanted = Role(role)
    area = Area.objects.filter(pk=area_id or 0, is_active=True).first()
    if wanted in (Role.AGENT, Role.MANAGER) and area is None:
        raise Refused(_("Say in which area this person serves."))
    held = Membership.objects.filter(role=wanted).exists()
    if not may_give(seen, wanted, area_id=area_id, to=0, held=held):
        raise Refused(_("You cannot give this role: nobody gives more than they have, and nobody gives to themselves."))
    return wanted, area


def _may_be_written_to(email: str, purpose: str, at: datetime) -> bool:
    since = at - timedelta(hours=1)
    written = MailedToken.objects.filter(purpose=purpose, email__iexact=email, made_at__gt=since).count()
    return "@" in email and written < LETTERS_IN_AN_HOUR


def _too_many(address: str, at: datetime) -> bool:
    """One neighbourhood may ask for some letters an hour, to whomever; then it gets none, and learns nothing."""
    whose = kept_as("letters", address_range(address))
    asked = FailedTry.objects.filter(whose=whose, happened_at__gt=at - timedelta(hours=1)).count()
    FailedTry.objects.create(whose=whose, happened_at=at)
    return asked >= FROM_ONE_RANGE
