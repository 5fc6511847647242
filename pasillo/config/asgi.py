"""The web process: news for open pages on /live, and every other address answered by Django."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

from pasillo.config.bridge.handler import Bridge

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pasillo.config.settings")
pages = Bridge(get_wsgi_application(), threads=int(os.environ.get("PASILLO_THREADS", "8")))

from pasillo.config.counting_keys import keep_counting  # noqa: E402 - needs Django to be set up
from pasillo.config.guarded import guarded  # noqa: E402 - needs Django to be set up
from pasillo.config.live.door import Live  # noqa: E402
from pasillo.config.memory import keep_what_is_here  # noqa: E402
from pasillo.config.threads import keep_language_and_zone_by_thread  # noqa: E402

keep_language_and_zone_by_thread()
live = Live()


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Every connection of a browser or a machine comes in here."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/live":
        await live(scope, receive, guarded(send))
    elif scope["type"] == "http":
        await pages(scope, receive, guarded(send))


async def _lifespan(receive: Any, send: Any) -> None:
    await receive()
    live.open()
    counted = keep_counting()
    keep_what_is_here()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    counted.set()
    await live.close()
    pages.pool.shutdown(wait=False, cancel_futures=True)
    await send({"type": "lifespan.shutdown.complete"})
