"""What may be asked about calls: who it may be, what rings at somebody's desk."""

from datetime import datetime, timedelta

from django.db.models import Func, Q, TextField, Value

from pasillo.ground.people.models import Identity, Person
from pasillo.ground.people.together import once_each
from pasillo.operations.calls.models import Call
from pasillo.operations.calls.telling_numbers import ending

PHONE = "phone"
RINGS_FOR, LONGEST_TALK = timedelta(seconds=90), timedelta(hours=4)
MOST = 5


def who_may_call(number: str) -> list[Person]:
    """Everybody who has this number, by their card or because they write to us from it; contacts of one person once."""
    tail = ending(number)
    if not tail:
        return []
    bare = Func("phone", Value(" ()./+-"), Value(""), function="translate", output_field=TextField())
    writes = Identity.objects.filter(realm=PHONE, address__endswith=tail).values("person_id")
    people = Person.objects.filter(is_active=True).annotate(bare=bare)
    return once_each(people.filter(Q(bare__endswith=tail) | Q(pk__in=writes)).order_by("name", "pk")[:MOST])


def ringing_for(person_id: int, *, at: datetime) -> list[Call]:
    """What rings at somebody's desk in this moment, or was picked up there just now."""
    new = Call.objects.filter(agent=person_id, ended_at=None, began_at__gte=at - RINGS_FOR)
    return list(new.select_related("customer").order_by("-began_at")[:MOST])


def is_silent(call: Call, *, at: datetime) -> bool:
    """Whether nothing was heard of it for longer than it can ring or be talked: nobody told us its end."""
    if call.ended_at is not None:
        return False
    if call.answered_at is not None:
        return at - call.answered_at > LONGEST_TALK
    return at - call.began_at > RINGS_FOR


def call_of(person_id: int, call_id: int) -> Call | None:
    """A call that came to this person."""
    found = Call.objects.select_related("customer", "case").filter(pk=call_id, agent=person_id)
    return found.first()
