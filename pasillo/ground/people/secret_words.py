"""Whether a password keeps anybody out: long enough, not tried first, and not its owner's name or address."""

from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Person

LIKE = UserAttributeSimilarityValidator(user_attributes=("name", "email"))


def keep_out_the_guessing(password: str, person: Person) -> None:
    """Refuse, with a sentence, what somebody else would find by trying."""
    if len(password) < 10:
        raise Refused(_("Please choose a password of at least 10 characters."))
    if len(password) > 200:
        raise Refused(_("Please choose a password of at most 200 characters."))
    if _refuses(_common(), password, person):
        raise Refused(_("This password is among the first that strangers try. Please choose another one."))
    if _refuses(LIKE, password, person):
        raise Refused(_("This password is too much like your name or your address. Please choose another one."))


def _refuses(rule: CommonPasswordValidator | UserAttributeSimilarityValidator, password: str, person: Person) -> bool:
    try:
        rule.validate(password, person)
    except ValidationError:
        return True
    return False


@cache
def _common() -> CommonPasswordValidator:
    """Twenty thousand of them, read once when the first is asked about."""
    return CommonPasswordValidator()
