"""One web process. The supervisor opens the port and hands it over, so several processes share it."""

import os
import socket
from types import FrameType

import uvicorn

from pasillo.config.threads import keep_connections_by_thread
from pasillo.ground.kit import looking


class Server(uvicorn.Server):
    """Lets the quiet streams end as soon as it is told to stop, so that stopping is quick."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        from pasillo.config.asgi import live

        live.hub.end_all()
        super().handle_exit(sig, frame)


def run() -> None:
    """Serve until SIGTERM. Nobody sees anything here but by the sight of a visitor."""
    looking.close()
    keep_connections_by_thread()
    listening = socket.socket(fileno=int(os.environ["PASILLO_WEB_SOCKET"]))
    Server(_configuration()).run(sockets=[listening])


def _configuration() -> uvicorn.Config:
    proxies = os.environ.get("PASILLO_PROXIES", "")
    return uvicorn.Config(
        "pasillo.config.asgi:application",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=2,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies or None,
    )
