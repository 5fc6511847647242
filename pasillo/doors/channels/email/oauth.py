"""Signing in at mail providers that take no passwords: a short-lived key, asked for anew before it ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pasillo.doors.channels.email import commands
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.shell.sealing import unsealed
from pasillo.ground.kit.egress import CannotReach, call

EARLY = timedelta(minutes=2)
SHORTEST, LONGEST = 300, 86_400
PURPOSE = commands.OAUTH


class SignInRefused(Exception):
    """The provider gives us no key: somebody has to connect the mailbox again."""


@dataclass(frozen=True)
class Provider:
    """Where the key comes from, and what it opens."""

    address: str
    scope: str
    house_scope: str = ""


PROVIDERS = {
    Mailbox.Auth.MICROSOFT: Provider(
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access",
        "https://outlook.office365.com/.default",
    ),
    Mailbox.Auth.GOOGLE: Provider("https://oauth2.googleapis.com/token", ""),
}


def needs_a_key(box: Mailbox) -> bool:
    """Does this mailbox sign in by a key instead of a password?"""
    return box.auth in PROVIDERS


def key_of(box: Mailbox, *, at: datetime) -> str:
    """A key that is good for a while yet. SignInRefused and CannotReach say why there is none."""
    if box.oauth_until is not None and box.oauth_until - EARLY > at:
        return unsealed(box.oauth_passing_sealed, PURPOSE)
    provider = PROVIDERS[Mailbox.Auth(box.auth)]
    answer = call(provider.address.format(tenant=_tenant(box)), form=_asking(box, provider))
    given = answer.json()
    key = str(given.get("access_token", ""))
    if answer.status != 200 or not key:
        raise SignInRefused(f"the provider gives no key: {str(given.get('error', answer.status))[:100]}")
    seconds = min(max(_seconds(given.get("expires_in")), SHORTEST), LONGEST)
    lasting = str(given.get("refresh_token", ""))
    commands.keep_key(box.pk, key=key, lasting=lasting, until=at + timedelta(seconds=seconds))
    return key


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
