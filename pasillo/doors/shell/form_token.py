"""The token that proves that a form came from our page: made once for a page, when its first form needs it."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from markupsafe import Markup


class Token:
    """Nothing until it is written, so that a page without a form sets no cookie."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def text(self) -> str:
        """The token itself."""
        return get_token(self._request)

    def __str__(self) -> str:
        return self.text


class Field:
    """The same in a hidden field."""

    def __init__(self, token: Token) -> None:
        self._token = token

    @cached_property
    def _written(self) -> Markup:
        return Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(self._token.text)

    def __html__(self) -> str:
        return self._written

    def __str__(self) -> str:
        return self._written


def form_token(request: HttpRequest) -> dict[str, Any]:
    """For every page: `csrf_token` and `csrf_input`, one token for all its forms."""
    token = Token(request)
    return {"csrf_token": token, "csrf_input": Field(token)}
