"""The line to a provider: every call goes through the house's one way out."""

import json
import uuid

from django.conf import settings

from pasillo.doors.channels.messaging.plain import Attached, Away, Reply, Request
from pasillo.ground.kit import egress

MOST_BYTES = 25 * 2**20


def go(request: Request) -> Reply:
    """One call, and what was answered. Away when nobody answers; which server it was is told to nobody."""
    headers, form, body = dict(request.headers), request.form, None
    if request.files:
        kind, body = _in_parts(request)
        headers, form = {**headers, "Content-Type": kind}, None
    elif request.json is not None:
        headers, body = {**headers, "Content-Type": "application/json"}, json.dumps(request.json).encode()
    elif form is None and request.method == "POST":
        body = b""
    try:
        answer = egress.call(
            request.address, form=form, body=body, headers=headers, inside=settings.INTERNAL_HOSTS, most=MOST_BYTES
        )
    except egress.CannotReach as trouble:
        raise Away("", str(trouble)) from trouble
    return Reply(status=answer.status, body=answer.body, media_type=answer.media_type, place=answer.place)


def _in_parts(request: Request) -> tuple[str, bytes]:
    """A form with files in it."""
    edge = uuid.uuid4().hex
    parts = [_part(edge, f'name="{name}"', "", value.encode()) for name, value in (request.form or {}).items()]
    for name, file in request.files:
        parts.append(_part(edge, f'name="{name}"; filename="{_harmless(file)}"', file.media_type, file.content))
    return f"multipart/form-data; boundary={edge}", b"".join(parts) + f"--{edge}--\r\n".encode()


def _part(edge: str, named: str, kind: str, content: bytes) -> bytes:
    told = f"Content-Type: {kind}\r\n" if kind and kind.isprintable() else ""
    return f"--{edge}\r\nContent-Disposition: form-data; {named}\r\n{told}\r\n".encode() + content + b"\r\n"


def _harmless(file: Attached) -> str:
    return "".join(sign for sign in file.name or "file" if sign.isprintable() and sign not in '"\\')
