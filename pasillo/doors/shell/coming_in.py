"""Who can come in without a letter of ours: what we say to them stands before their eyes as soon as it is said."""

from pasillo.doors.shell.models import Passkey, ProviderIdentity
from pasillo.ground.people.models import Person


def comes_in_alone(person_id: int) -> bool:
    """Whether they have a password, a key in a device of theirs, or another door that we trust."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None or not person.email:
        return False
    known = bool(person.password) and person.has_usable_password()
    return known or any(kind.objects.filter(person=person).exists() for kind in (Passkey, ProviderIdentity))
