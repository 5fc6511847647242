"""Passkeys, checked: what a browser's key says is true only for this house, and only for the question just asked."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from pasillo.doors.shell.commands.factors import NewPasskey
from pasillo.doors.shell.hashes import kept_as
from pasillo.doors.shell.models import Passkey
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Person
from pasillo.ground.people.organisation import organisation_name

ASKED = "passkey"
NEEDED = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True, kw_only=True)
class Used:
    """A passkey of ours, and how often it says that it was used."""

    passkey: Passkey
    count: int


def begin_adding(request: HttpRequest, person: Person) -> dict[str, Any]:
    """What the browser has to ask the device for, so that it makes a new key."""
    user = PublicKeyCredentialUserEntity(
        id=bytes.fromhex(kept_as("passkey-user", str(person.pk)))[:32],
        name=person.email or person.name,
        display_name=person.name,
    )
    known = [
        PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=bytes(one))
        for one in Passkey.objects.filter(person=person).values_list("credential_id", flat=True)
    ]
    options, state = _server(request).register_begin(
        user, known, resident_key_requirement=ResidentKeyRequirement.REQUIRED, user_verification=NEEDED
    )
    request.session[ASKED] = state
    return _plain(options)


def finish_adding(request: HttpRequest, answer: dict[str, Any], *, name: str) -> NewPasskey:
    """The new key, if it answers the question that we asked this browser."""
    try:
        made = _server(request).register_complete(_state(request), answer)
    except (ValueError, KeyError, TypeError):
        raise Refused(_not_known()) from None
    found = made.credential_data
    if found is None:
        raise Refused(_not_known())
    return NewPasskey(credential_id=found.credential_id, checks=bytes(found), count=made.counter, name=name)


def begin_using(request: HttpRequest) -> dict[str, Any]:
    """What the browser has to ask the device for: any key that it keeps for this house."""
    options, state = _server(request).authenticate_begin(None, user_verification=NEEDED)
    request.session[ASKED] = state
    return _plain(options)


def finish_using(request: HttpRequest, answer: dict[str, Any]) -> Used:
    """The passkey that answered, checked with what we hold of it."""
    try:
        said = AuthenticationResponse.from_dict(answer)
        known = Passkey.objects.select_related("person").get(credential_id=said.raw_id, person__is_active=True)
        held = AttestedCredentialData(bytes(known.checks))
        _server(request).authenticate_complete(_state(request), [held], said)
    except (ValueError, KeyError, TypeError, Passkey.DoesNotExist):
        raise Refused(_not_known()) from None
    except Exception as trouble:  # the library raises errors of its own for a signature that does not fit
        if trouble.__class__.__module__.partition(".")[0] not in ("cryptography", "fido2"):
            raise
        raise Refused(_not_known()) from None
    return Used(passkey=known, count=said.response.authenticator_data.counter)


def _server(request: HttpRequest) -> Fido2Server:
    host = request.get_host()
    house = PublicKeyCredentialRpEntity(name=organisation_name(), id=host.rsplit(":", 1)[0])
    return Fido2Server(house, verify_origin=lambda origin: _is_ours(origin, host))


def _is_ours(origin: str, host: str) -> bool:
    parts = urlsplit(origin)
    return parts.netloc == host and (parts.scheme == "https" or parts.hostname == "localhost")


def _state(request: HttpRequest) -> dict[str, Any]:
    """The question is forgotten when it is answered, rightly or not."""
    found: dict[str, Any] = request.session.pop(ASKED, {})
    return found


def _plain(options: Any) -> dict[str, Any]:
    found: dict[str, Any] = dict(options)["publicKey"]
    return found


def _not_known() -> str:
    return _("This passkey is not known here, or it was not confirmed. Try again, or come in another way.")
