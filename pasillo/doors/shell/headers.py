"""What every answer says to the browser: what may run, who may frame it, who may keep it."""

from django.conf import settings

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def always() -> dict[str, str]:
    """The headers that no answer may lack."""
    headers = {
        "Content-Security-Policy": POLICY + ("; report-uri /csp-reports" if settings.TESTING else ""),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
    if settings.SESSION_COOKIE_SECURE:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers
