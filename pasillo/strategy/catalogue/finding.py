"""A customer looks for something in their own words, and finds the service that fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from pasillo.ground.kit.languages import in_language, known_language
from pasillo.ground.kit.plain import plain
from pasillo.ground.people.sight import Sight
from pasillo.strategy.catalogue.audience import open_to
from pasillo.strategy.catalogue.models import RequestType, Service, Wording
from pasillo.strategy.catalogue.wording import CONFIGURATIONS, beginnings, corrected, spelled, telling, tokens

MOST_HITS = 12
OWN_LANGUAGE_BONUS = 1.5

# One word that fits is enough; what fits better comes first.
SEARCH = """
with asked (language, query) as (values {rows})
select w.service_id, w.request_type_id,
       max(ts_rank(w.words, asked.query) * case when w.language = %s then %s else 1 end) as rank
from catalogue_wording w join asked on asked.language = w.language and w.words @@ asked.query
join catalogue_service s on s.id = w.service_id and s.audience = any (%s)
group by 1, 2 order by rank desc, 1, 2 nulls first limit %s
"""
ANY_WORD = "replace(plainto_tsquery(%s::regconfig, %s)::text, ' & ', ' | ')::tsquery"
ROW = f"(%s::text, {ANY_WORD} || {ANY_WORD} || to_tsquery('simple', %s))"


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Something that a customer may have meant."""

    service_slug: str
    request_type_slug: str | None
    block: str
    service_id: int
    name: str
    summary: str
    rank: float


def find(words: str, language: str, seen: Sight) -> list[Hit]:
    """The services of this visitor that fit what was written. Accents and small mistakes are forgiven."""
    audiences = list(open_to(seen))
    own = known_language(language)
    asked = telling(words)
    said = tokens(asked)
    if not said:
        return []
    rows = _search(asked, said, own, audiences)
    if not rows:
        worded = Wording.objects.filter(service__audience__in=audiences).values_list("vocabulary", flat=True)
        known = {word for row in worded for word in row.split()}
        meant = corrected(said, sorted(known))
        rows = _search(" ".join(meant), meant, own, audiences) if meant else []
    return _hits(rows, own)


def _search(asked: str, said: Sequence[str], own: str, audiences: list[str]) -> list[tuple[int, int | None, float]]:
    values: list[str] = []
    for language, stems in CONFIGURATIONS.items():
        values += [language, stems, spelled(asked, language), stems, plain(asked), beginnings(said)]
    sql = SEARCH.format(rows=", ".join([ROW] * len(CONFIGURATIONS)))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, own, OWN_LANGUAGE_BONUS, audiences, MOST_HITS * 2])
        return cursor.fetchall()


def _hits(rows: Sequence[tuple[int, int | None, float]], language: str) -> list[Hit]:
    services = Service.objects.in_bulk({service for service, _, _ in rows})
    types = RequestType.objects.in_bulk({one for _, one, _ in rows if one is not None})
    hits: list[Hit] = []
    asked_of = {service for service, one, _ in rows if one is not None}
    for service_id, type_id, rank in rows:
        if type_id is None and service_id in asked_of:
            continue
        service, one = services[service_id], types.get(type_id) if type_id else None
        shown = one or service
        hits.append(
            Hit(
                service_slug=service.slug,
                request_type_slug=one.slug if one else None,
                block=service.block,
                service_id=service.pk,
                name=in_language(shown.names, language),
                summary=in_language(shown.summaries, language) or in_language(service.summaries, language),
                rank=float(rank),
            )
        )
    return hits[:MOST_HITS]
