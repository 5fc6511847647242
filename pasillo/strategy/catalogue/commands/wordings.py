"""The words by which a service is found are written anew whenever it is published or changes."""

from collections.abc import Mapping, Sequence

from django.db import connection

from pasillo.ground.kit.plain import plain, safe
from pasillo.strategy.catalogue.models import Offered, RequestType, Service, Wording
from pasillo.strategy.catalogue.wording import CONFIGURATIONS, spelled, vocabulary

Texts = Mapping[str, str]

INSERT = """
insert into catalogue_wording (service_id, request_type_id, language, vocabulary, words)
values (%(service)s, %(request_type)s, %(language)s, %(vocabulary)s,
  setweight(to_tsvector(%(stems)s::regconfig, %(name)s), 'A')
  || setweight(to_tsvector(%(stems)s::regconfig, %(plain_name)s), 'A')
  || setweight(to_tsvector('simple', %(plain_name)s), 'A')
  || setweight(to_tsvector(%(stems)s::regconfig, %(keywords)s), 'B')
  || setweight(to_tsvector(%(stems)s::regconfig, %(plain_keywords)s), 'B')
  || setweight(to_tsvector('simple', %(plain_keywords)s), 'B')
  || setweight(to_tsvector(%(stems)s::regconfig, %(summary)s), 'D')
  || setweight(to_tsvector(%(stems)s::regconfig, %(plain_summary)s), 'D'))
"""


def word(service: Service) -> None:
    """Writes the words of a service and of what can be asked of it; none where customers cannot ask."""
    Wording.objects.filter(service=service).delete()
    if service.state != Offered.PUBLISHED:
        return
    types = list(service.request_types.filter(state=Offered.PUBLISHED))
    for language in CONFIGURATIONS:
        _insert(service, None, language, [service.names, service.summaries, service.keywords])
        for one in types:
            _insert(service, one, language, [one.names, one.summaries, _with(one.keywords, service.names)])


def _with(keywords: Texts, names: Texts) -> Texts:
    return {language: f"{keywords.get(language, '')} {names.get(language, '')}" for language in CONFIGURATIONS}


def _insert(service: Service, request_type: RequestType | None, language: str, texts: Sequence[Texts]) -> None:
    name, summary, keywords = (safe(str(given.get(language, ""))) for given in texts)
    if not (name or keywords):
        return
    values = {
        "service": service.pk,
        "request_type": request_type.pk if request_type else None,
        "language": language,
        "stems": CONFIGURATIONS[language],
        "vocabulary": " ".join(vocabulary([name, keywords, summary])),
    }
    for title, text in (("name", name), ("keywords", keywords), ("summary", summary)):
        values[title] = spelled(text, language)
        values[f"plain_{title}"] = plain(text)
    with connection.cursor() as cursor:
        cursor.execute(INSERT, values)
