"""The one way in which a lower floor learns of a part that stands above it."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Named parts of one sort, each of which announces itself when its app is ready."""

    def __init__(self, sort: str) -> None:
        self.sort = sort
        self._parts: dict[str, T] = {}

    def add(self, name: str, part: T) -> T:
        if name in self._parts:
            raise LookupError(f"There is already a {self.sort} named {name!r}.")
        self._parts[name] = part
        return part

    def __getitem__(self, name: str) -> T:
        return self._parts[name]

    def __contains__(self, name: object) -> bool:
        return name in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)
