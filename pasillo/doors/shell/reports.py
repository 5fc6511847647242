"""Collects what the browser's guard refused, only while tests run."""

import json
from collections import deque

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

seen: deque[dict[str, object]] = deque(maxlen=500)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """POST adds a report, GET lists them and forgets them."""
    if request.method == "POST":
        seen.append(json.loads(request.body).get("csp-report", {}))
        return HttpResponse(status=204)
    told = list(seen)
    seen.clear()
    return JsonResponse(told, safe=False)
