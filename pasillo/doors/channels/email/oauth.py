"""Signing in at mail providers that take no passwords: a short-lived key, asked for anew before it ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from pasillo.doors.channels.email import commands
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.shell.sealing import unsealed
from pasillo.ground.kit.egress import CannotReach, call
from pasillo.ground.kit.refusals import Refused

EARLY = timedelta(minutes=2)
SHORTEST, LONGEST = 300, 86_400
PURPOSE = commands.OAUTH


class SignInRefused(Exception):
    """The provider gives us no key: somebody has to connect the mailbox again."""


@dataclass(frozen=True)
class Provider:
    """Where the key comes from, and what it opens."""

    address: str
    asks_at: str
    scope: str
    asks_for: str
    house_scope: str = ""


_OUTLOOK = "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access"
PROVIDERS = {
    Mailbox.Auth.MICROSOFT: Provider(
        address="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        asks_at="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
        scope=_OUTLOOK,
        asks_for=_OUTLOOK,
        house_scope="https://outlook.office365.com/.default",
    ),
    Mailbox.Auth.GOOGLE: Provider(
        address="https://oauth2.googleapis.com/token",
        asks_at="https://accounts.google.com/o/oauth2/v2/auth",
        scope="",
        asks_for="https://mail.google.com/",
    ),
}


def needs_a_key(box: Mailbox) -> bool:
    """Does this mailbox sign in by a key instead of a password?"""
    return box.auth in PROVIDERS


def key_of(box: Mailbox, *, at: datetime) -> str:
    """A key that is good for a while yet. SignInRefused and CannotReach say why there is none."""
    if box.oauth_until is not None and box.oauth_until - EARLY > at:
        return unsealed(box.oauth_passing_sealed, PURPOSE)
    given = _asked(box, _asking(box, PROVIDERS[Mailbox.Auth(box.auth)]))
    key = str(given["access_token"])
    commands.keep_key(box.pk, key=key, lasting=str(given.get("refresh_token", "")), until=_until(given, at))
    return key


def consent_address(box: Mailbox) -> str:
    """Where the owner of a mailbox says yes."""
    return PROVIDERS[Mailbox.Auth(box.auth)].asks_at.format(tenant=_tenant(box))


def consent_question(box: Mailbox) -> dict[str, str]:
    """What the provider is asked there, but for what is new each time. A key that lasts has to be wished for."""
    return {
        "response_type": "code",
        "client_id": box.oauth_client,
        "scope": PROVIDERS[Mailbox.Auth(box.auth)].asks_for,
        "login_hint": box.imap_user or box.address,
        "code_challenge_method": "S256",
        "access_type": "offline",
        "prompt": "consent",
    }


def redeem(box: Mailbox, *, code: str, verifier: str, back: str, by: str, at: datetime) -> None:
    """The code becomes a key that lasts. Refused, in words, when the provider gives none."""
    client = {"client_id": box.oauth_client, "client_secret": unsealed(box.oauth_sealed, PURPOSE)}
    asking = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    try:
        given = _asked(box, client | asking)
    except (SignInRefused, CannotReach) as refusal:
        raise Refused(_("The provider gave no key: %(why)s") % {"why": str(refusal) or _("no answer")}) from refusal
    lasting = str(given.get("refresh_token", ""))
    if not lasting:
        raise Refused(_("The provider gave no key that lasts. Take our access away there, and connect once more."))
    commands.connect(box.pk, key=str(given["access_token"]), lasting=lasting, until=_until(given, at), by=by, at=at)


def _asked(box: Mailbox, asking: dict[str, str]) -> dict[str, Any]:
    answer = call(PROVIDERS[Mailbox.Auth(box.auth)].address.format(tenant=_tenant(box)), form=asking)
    given = answer.json()
    if answer.status != 200 or not given.get("access_token"):
        raise SignInRefused(f"the provider gives no key: {str(given.get('error', answer.status))[:100]}")
    return given


def _until(given: dict[str, Any], at: datetime) -> datetime:
    return at + timedelta(seconds=min(max(_seconds(given.get("expires_in")), SHORTEST), LONGEST))


def said(user: str, key: str) -> str:
    """What XOAUTH2 wants to hear."""
    return f"user={user}\x01auth=Bearer {key}\x01\x01"


def _asking(box: Mailbox, provider: Provider) -> dict[str, str]:
    """With a lasting key in the name of who gave it; without one, at Microsoft, in the name of this house."""
    asking = {"client_id": box.oauth_client, "client_secret": unsealed(box.oauth_sealed, PURPOSE)}
    lasting = unsealed(box.oauth_lasting_sealed, PURPOSE)
    if lasting:
        scope = {"scope": provider.scope} if provider.scope else {}
        return {**asking, **scope, "grant_type": "refresh_token", "refresh_token": lasting}
    if not provider.house_scope:
        raise SignInRefused("there is no lasting key yet")
    return {**asking, "grant_type": "client_credentials", "scope": provider.house_scope}


def _tenant(box: Mailbox) -> str:
    """Only letters, figures, dots and dashes: it becomes a part of an address."""
    given = "".join(sign for sign in box.oauth_tenant if sign.isascii() and (sign.isalnum() or sign in ".-"))
    return given or "common"


def _seconds(given: object) -> int:
    return int(given) if isinstance(given, int | str) and str(given).isdigit() else 3_600


__all__ = ["CannotReach", "SignInRefused", "key_of", "needs_a_key", "said"]
