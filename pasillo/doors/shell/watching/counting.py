"""Counts what is asked and how long it takes, by the address pattern: never by what a person looked at."""

import secrets
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Gauge, Histogram

log = structlog.get_logger("pasillo.requests")

STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
UNKNOWN = "unknown"

asked = Counter("pasillo_requests", "Requests answered.", ["route", "method", "status"])
taken = Histogram("pasillo_request_seconds", "Time to answer a request.", ["route"], buckets=STEPS)
listening = Gauge("pasillo_live_streams", "Open pages that listen for news.", multiprocess_mode="livesum")


class Counted:
    """Stands before everything else, so that it also counts what is refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(8)
        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request=number):
            response = self.get_response(request)
            self._count(request, response, time.perf_counter() - began)
        response.headers.setdefault("X-Request-Id", number)
        return response

    def _count(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        route = route_of(request)
        asked.labels(route, request.method or UNKNOWN, response.status_code).inc()
        taken.labels(route).observe(seconds)
        log.info(
            "answered", route=route, method=request.method, status=response.status_code, ms=round(seconds * 1000, 1)
        )


def route_of(request: HttpRequest) -> str:
    """The pattern of the address, as `app/cases/<int:number>`: it names no case and carries no token."""
    found = request.resolver_match
    return f"/{found.route}" if found else UNKNOWN
