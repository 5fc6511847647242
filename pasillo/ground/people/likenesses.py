"""Which contacts look like one person: asked of names, addresses and numbers, never of what somebody wrote."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from pasillo.ground.people.likeness import FOR_EVERYBODY, Reason, strength

NUMBERS = ("phone", "whatsapp", "claimed:phone")
MOST = 200
KEYS = r"""
with keys (person_id, reason, key) as (
    select id, 'number', right(regexp_replace(phone, '[^0-9]', '', 'g'), 9) from people_person
    where phone <> '' and length(regexp_replace(phone, '[^0-9]', '', 'g')) >= 9
    union select person_id, 'number', right(regexp_replace(address, '[^0-9]', '', 'g'), 9) from people_identity
    where realm = any (%(numbers)s) and length(regexp_replace(address, '[^0-9]', '', 'g')) >= 9
    union select id, 'mail', regexp_replace(lower(email), '\+[^@]*@', '@') from people_person where email is not null
    union select person_id, 'mail', regexp_replace(lower(address), '\+[^@]*@', '@') from people_identity
    where realm in ('email', 'claimed:email')
    union select person_id, 'device', address from people_identity where realm = 'device'
    union select id, 'company', lower(name) || ' ' || account_id from people_person where account_id is not null
    union select id, 'domain', lower(name) || ' ' || split_part(lower(email), '@', 2) from people_person
    where email is not null and split_part(lower(email), '@', 2) <> all (%(everybody)s)
)
"""
PAIRS = """
select distinct least(a.person_id, b.person_id) as one, greatest(a.person_id, b.person_id) as other, a.reason
from keys a join keys b on b.reason = a.reason and b.key = a.key and b.person_id <> a.person_id
where (%(who)s::bigint[] is null or a.person_id = any (%(who)s::bigint[]))
and not exists (select 1 from people_membership m where m.person_id in (a.person_id, b.person_id))
and not exists (select 1 from people_person p where p.id in (a.person_id, b.person_id) and not p.is_active)
and not exists (select 1 from people_apart t
    where t.one_id = least(a.person_id, b.person_id) and t.other_id = greatest(a.person_id, b.person_id))
and coalesce((select j.root_id from people_joining j where j.person_id = a.person_id and j.undone_at is null),
    a.person_id) <>
    coalesce((select j.root_id from people_joining j where j.person_id = b.person_id and j.undone_at is null),
    b.person_id)
order by 1, 2 limit %(most)s
"""


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """Two contacts that may be one person, with every reason and how much those are worth."""

    one_id: int
    other_id: int
    reasons: tuple[Reason, ...]

    @property
    def strength(self) -> int:
        """From 1, possible, to 3, very likely."""
        return strength(list(self.reasons))


def alike(person_ids: Iterable[int] | None = None) -> list[Likeness]:
    """Who looks like one of these people; with nobody named, all who look like each other. The likeliest first.

    Whoever was told apart, is joined already, works here, or is disabled is not among them.
    """
    asked: dict[str, Any] = {
        "numbers": list(NUMBERS),
        "everybody": sorted(FOR_EVERYBODY),
        "who": list(person_ids) if person_ids is not None else None,
        "most": MOST * 3,
    }
    with connection.cursor() as cursor:
        cursor.execute(KEYS + PAIRS, asked)
        rows = cursor.fetchall()
    found: dict[tuple[int, int], list[Reason]] = defaultdict(list)
    for one, other, reason in rows:
        found[one, other].append(Reason(reason))
    pairs = [Likeness(one_id=a, other_id=b, reasons=tuple(sorted(why))) for (a, b), why in found.items()]
    return sorted(pairs, key=lambda pair: (-pair.strength, pair.one_id, pair.other_id))[:MOST]


def reasons_of(one_id: int, other_id: int) -> Likeness | None:
    """Why these two look like one person; None where nothing says so."""
    wanted = {one_id, other_id}
    return next((pair for pair in alike([one_id]) if {pair.one_id, pair.other_id} == wanted), None)
