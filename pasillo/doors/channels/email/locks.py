"""The locks of the mail door: encryption after the greeting, and a password for whoever hands mail in."""

import hmac
import os
import ssl
from functools import cache
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


def locks() -> dict[str, Any]:
    """What the environment asks for: PASILLO_SMTP_IN_CERT and _KEY, PASILLO_SMTP_IN_USER and _PASSWORD.

    A password is only ever heard behind encryption.
    """
    user, password = os.environ.get("PASILLO_SMTP_IN_USER", ""), os.environ.get("PASILLO_SMTP_IN_PASSWORD", "")
    context = _context(os.environ.get("PASILLO_SMTP_IN_CERT", ""), os.environ.get("PASILLO_SMTP_IN_KEY", ""))
    if not user:
        return {"tls_context": context}
    if context is None or not password:
        raise ValueError("PASILLO_SMTP_IN_USER needs PASILLO_SMTP_IN_PASSWORD and PASILLO_SMTP_IN_CERT")

    def knows(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
        fits = _fits(given, user, password)
        return AuthResult(success=fits, handled=fits)  # what is not handled is answered with 535

    return {"tls_context": context, "authenticator": knows, "auth_required": True}


def _fits(given: Any, user: str, password: str) -> bool:
    if not isinstance(given, LoginPassword):
        return False
    named = hmac.compare_digest(given.login, user.encode())
    return hmac.compare_digest(given.password, password.encode()) and named


@cache
def _context(cert: str, key: str) -> ssl.SSLContext | None:
    if not cert:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(cert, key or None)
    return context
