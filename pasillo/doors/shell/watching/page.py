"""The figures, for a monitoring system that knows the word. Without a word nobody may fetch them."""

import os
from secrets import compare_digest

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from pasillo.doors.shell.watching.standing import Standing


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What was asked of all processes of this machine, and how the house stands."""
    if not _knows_the_word(request):
        raise Http404
    return HttpResponse(_figures(), content_type=CONTENT_TYPE_LATEST)


def _knows_the_word(request: HttpRequest) -> bool:
    word = os.environ.get("PASILLO_METRICS_TOKEN", "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(word) and compare_digest(given.encode(), word.encode())


def _figures() -> bytes:
    own = CollectorRegistry()
    own.register(Standing())
    return generate_latest(_counted()) + generate_latest(own)


def _counted() -> CollectorRegistry:
    """Over all processes where the supervisor has given them a common folder, else this one's."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)
    return together
