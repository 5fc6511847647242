"""Every address of the house, read from the router itself, so that no new one can be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, kw_only=True)
class Route:
    """One address: its name (with its door before the colon) and the pattern of its path."""

    name: str
    path: str
    converters: tuple[tuple[str, str], ...]

    @property
    def door(self) -> str:
        return self.name.partition(":")[0]


def routes() -> list[Route]:
    """All of them, sorted by name. A route without a name goes by its path."""
    return sorted(set(_walk(get_resolver(), "", "")), key=lambda route: (route.name, route.path))


def _walk(resolver: URLResolver, before: str, door: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, path, entry.namespace or door)
        elif isinstance(entry, URLPattern):
            found = tuple((name, type(one).__name__) for name, one in entry.pattern.converters.items())
            yield Route(name=f"{door}:{entry.name or path}", path=path, converters=found)
