"""Second factors and passkeys: set up, used, and taken away."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pasillo.doors.shell.facts import FactorAdded, FactorRemoved, RecoveryCodesMade
from pasillo.doors.shell.hashes import kept_as
from pasillo.doors.shell.models import CodeKey, Passkey, RecoveryCode
from pasillo.doors.shell.sealing import sealed, unsealed
from pasillo.doors.shell.totp import step_of
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused

SECRET_BYTES = 20
CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
MOST_PASSKEYS = 20
SEAL = "second-factor"


@dataclass(frozen=True, kw_only=True)
class NewPasskey:
    """A key as a browser brought it, already checked."""

    credential_id: bytes
    checks: bytes
    count: int
    name: str


@transaction.atomic
def begin_codes(person_id: int, *, at: datetime) -> bytes:
    """A new secret for the person's phone. It counts for nothing until a code was typed back."""
    kept = CodeKey.objects.select_for_update().filter(person=person_id).first()
    if kept is not None and kept.confirmed_at is not None:
        raise Refused(_("Codes are set up already. Remove them first."))
    secret = secrets.token_bytes(SECRET_BYTES)
    given = {"sealed": sealed(secret.hex(), SEAL), "made_at": at, "last_step": 0}
    CodeKey.objects.update_or_create(person_id=person_id, defaults=given)
    return secret


def secret_in_waiting(person_id: int) -> bytes | None:
    """The secret that was shown and not confirmed yet."""
    kept = CodeKey.objects.filter(person=person_id, confirmed_at=None).first()
    return bytes.fromhex(unsealed(kept.sealed, SEAL)) if kept else None


@transaction.atomic
def confirm_codes(person_id: int, *, code: str, by: str, at: datetime) -> list[str]:
    """The phone knows the secret: from now on its codes are asked for. Returns the codes for paper, shown once."""
    kept = CodeKey.objects.select_for_update().filter(person=person_id, confirmed_at=None).first()
    step = _step(kept, code, at)
    if kept is None or step is None:
        raise Refused(_("This code does not fit. Codes change each half minute: type the one that shows now."))
    kept.confirmed_at, kept.last_step = at, step
    kept.save(update_fields=["confirmed_at", "last_step"])
    tell(FactorAdded(person_id=person_id, kind="codes"), about=f"person:{person_id}", by=by, at=at)
    return make_recovery_codes(person_id, by=by, at=at)


@transaction.atomic
def use_code(person_id: int, *, code: str, at: datetime) -> bool:
    """Whether this is the code of the moment. It works once."""
    kept = CodeKey.objects.select_for_update().filter(person=person_id, confirmed_at__isnull=False).first()
    step = _step(kept, code, at)
    if kept is None or step is None:
        return False
    kept.last_step = step
    kept.save(update_fields=["last_step"])
    return True


@transaction.atomic
def use_recovery_code(person_id: int, *, code: str, at: datetime) -> bool:
    """Whether this is one of the codes on paper. It works once."""
    typed = "".join(letter for letter in code.lower() if letter in LETTERS)
    hashed = kept_as(f"recovery:{person_id}", typed)
    return bool(typed and RecoveryCode.objects.filter(person=person_id, hash=hashed, used_at=None).update(used_at=at))


@transaction.atomic
def make_recovery_codes(person_id: int, *, by: str, at: datetime) -> list[str]:
    """Ten new codes for paper. The old ones open nothing any more."""
    RecoveryCode.objects.filter(person=person_id).delete()
    codes = ["".join(secrets.choice(LETTERS) for _letter in range(10)) for _code in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person_id=person_id, hash=kept_as(f"recovery:{person_id}", code)) for code in codes
    )
    tell(RecoveryCodesMade(person_id=person_id), about=f"person:{person_id}", by=by, at=at)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


@transaction.atomic
def remove_codes(person_id: int, *, by: str, at: datetime) -> None:
    """The phone's codes are asked for no more, and the ones on paper are worth nothing."""
    gone, _rows = CodeKey.objects.filter(person=person_id).delete()
    RecoveryCode.objects.filter(person=person_id).delete()
    if gone:
        tell(FactorRemoved(person_id=person_id, kind="codes"), about=f"person:{person_id}", by=by, at=at)


@transaction.atomic
def add_passkey(person_id: int, key: NewPasskey, *, by: str, at: datetime) -> Passkey:
    """A device with which the person comes in from now on."""
    if Passkey.objects.filter(person=person_id).count() >= MOST_PASSKEYS:
        raise Refused(_("That are twenty passkeys. Please remove one that you do not use."))
    name = safe(key.name).strip()[:80] or _("Passkey")
    given: dict[str, Any] = {"checks": key.checks, "count": key.count, "name": name, "made_at": at}
    try:
        with transaction.atomic():
            kept = Passkey.objects.create(person_id=person_id, credential_id=key.credential_id, **given)
    except IntegrityError:
        raise Refused(_("This passkey is known here already.")) from None
    tell(FactorAdded(person_id=person_id, kind="passkey"), about=f"person:{person_id}", by=by, at=at)
    return kept


@transaction.atomic
def note_use(passkey_id: int, *, count: int, at: datetime) -> bool:
    """A passkey was used. False when its count did not rise: then somebody may have a copy of it."""
    kept = Passkey.objects.select_for_update().get(pk=passkey_id)
    if (count or kept.count) and count <= kept.count:
        return False
    kept.count, kept.used_at = count, at
    kept.save(update_fields=["count", "used_at"])
    return True


@transaction.atomic
def remove_passkey(person_id: int, passkey_id: int, *, by: str, at: datetime) -> None:
    """A device with which the person comes in no more."""
    gone, _rows = Passkey.objects.filter(pk=passkey_id, person=person_id).delete()
    if gone:
        tell(FactorRemoved(person_id=person_id, kind="passkey"), about=f"person:{person_id}", by=by, at=at)


def _step(kept: CodeKey | None, code: str, at: datetime) -> int | None:
    if kept is None:
        return None
    secret = bytes.fromhex(unsealed(kept.sealed, SEAL))
    return step_of(code, secret, seconds=at.timestamp(), after=kept.last_step)
