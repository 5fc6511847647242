"""The request in the form that WSGI applications read."""

import sys
from typing import Any
from urllib.parse import unquote_to_bytes

from pasillo.config.bridge.incoming import Body

# The body is whole and unwrapped by now; `proxy` would be read as a setting by programs that we start.
LEFT_OUT = {b"content-length", b"transfer-encoding", b"proxy", b"expect"}


def environ_of(scope: dict[str, Any], body: Body) -> dict[str, Any]:
    """What Django learns of a request whose body has arrived."""
    name, port = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    return {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": _path(scope),
        "QUERY_STRING": scope.get("query_string", b"").decode("latin1"),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "SERVER_NAME": str(name),
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": str(client[0]),
        "CONTENT_LENGTH": str(body.size),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **_headers(scope["headers"]),
    }


def _path(scope: dict[str, Any]) -> str:
    raw = scope.get("raw_path")
    path = unquote_to_bytes(raw) if raw is not None else scope["path"].encode()
    return path.decode("latin1")


def _headers(pairs: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers under their WSGI names. A name with an underscore could pass for another and is dropped."""
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in LEFT_OUT or b"_" in name:
            continue
        key = name.decode("latin1").upper().replace("-", "_")
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        glue = "; " if key == "HTTP_COOKIE" else ","
        text = value.decode("latin1")
        found[key] = f"{found[key]}{glue}{text}" if key in found else text
    return found
