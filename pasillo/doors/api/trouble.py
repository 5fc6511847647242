"""What can stand in the way of a machine, by name. How it is told stands in `problems`."""

from collections.abc import Iterable


class OutOfScope(Exception):
    """This key was not made for that."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope


class WrongCursor(Exception):
    """The place in the list was not told by us, or for another list."""


class WrongAnswers(Exception):
    """The form of a request was not filled in as it asks."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__()
        self.errors = errors


class UnknownParameters(Exception):
    """The address carries parameters that this page does not know."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.names = names


class WrongValue(Exception):
    """A parameter asks for something that there is not: it would look like an empty house."""

    def __init__(self, field: str, known: Iterable[str] = ()) -> None:
        super().__init__()
        self.field, self.known = field, tuple(known)


class WrongKey(Exception):
    """The Idempotency-Key is longer than we keep, or has characters that nobody can read."""


class Changed(Exception):
    """It is not any more what it was when the machine looked at it."""
