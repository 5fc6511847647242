"""What is said before any page could be asked: a small page for a person, a line for a machine."""

from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.conf import settings
from django.utils.translation import get_supported_language_variant, override
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from pasillo.doors.shell.bare import POLICY, bare_page
from pasillo.doors.shell.languages import COOKIE

Headers = list[tuple[bytes, bytes]]
TOO_LARGE = 413


def refusal(scope: dict[str, Any], status: int, words: str) -> tuple[Headers, bytes]:
    """The headers and the body of an answer that no page has made."""
    asked = {name: value.decode("latin1") for name, value in scope["headers"]}
    if b"hx-request" in asked or "text/html" not in asked.get(b"accept", ""):
        return [(b"content-type", b"text/plain; charset=utf-8")], words.encode() + b"\n"
    language = _language(asked)
    with override(language):
        page = bare_page(*_said(status), _("Go to the start"), language=language)
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-security-policy", POLICY.encode())]
    return [*headers, (b"content-language", language.encode())], page.encode()


def _said(status: int) -> tuple[str, str]:
    if status == TOO_LARGE:
        return _("That is too big for us"), _("Please send fewer or smaller files, up to 40 MB.")
    return _("Please try again in a minute"), ""


def _language(asked: dict[bytes, str]) -> str:
    """Chosen here before, else what the browser asks for, else the house's own."""
    wished = [code for code, _weight in parse_accept_lang_header(asked.get(b"accept-language", "").lower())]
    for code in [_chosen(asked.get(b"cookie", "")), *wished]:
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return str(settings.LANGUAGE_CODE)


def _chosen(cookies: str) -> str:
    try:
        given = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    return given.value if given else ""
