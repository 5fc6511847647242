"""The worker process: does jobs, reads the journal, carries effects out, and keeps the rhythm."""

import asyncio
import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.db import close_old_connections, connection
from procrastinate import App
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import ConnectorException

from pasillo.config.leaving import leaving
from pasillo.config.rhythm import keep_rhythm
from pasillo.config.waking import sleepers
from pasillo.doors.shell.room import is_tight

log = structlog.get_logger()
CONCURRENCY = 4
GRACE = 2.5


def run() -> None:
    """Until SIGTERM: what is in hand is finished if it takes no longer than a moment."""
    helpers = [*sleepers(), *keep_rhythm()]
    for helper in helpers:
        helper.start()
    try:
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(_work_until_told(_app()))
    finally:
        leaving.set()
        end = time.monotonic() + GRACE
        for helper in helpers:
            helper.join(max(0.0, end - time.monotonic()))


def _app() -> App:
    """The jobs on connections of their own. What a job defers still goes by Django's connection, in its transaction."""
    return jobs.with_connector(jobs.connector.get_worker_connector())  # type: ignore[attr-defined]


async def _work_until_told(app: App) -> None:
    """SIGTERM cancels the work, which then ends in order; whatever hangs is cut off a moment later."""
    loop, work = asyncio.get_running_loop(), asyncio.create_task(_work(app))

    def stop() -> None:
        leaving.set()
        work.cancel()
        cut_off = threading.Timer(GRACE + 0.3, os._exit, [0])
        cut_off.daemon = True
        cut_off.start()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    await work


async def _work(app: App) -> None:
    """Jobs, through every restart of the database."""
    pause = 0.5
    while True:
        try:
            async with app.open_async():
                await app.run_worker_async(
                    concurrency=CONCURRENCY,
                    fetch_job_polling_interval=1.0,
                    shutdown_graceful_timeout=GRACE,
                    delete_jobs="always",
                    install_signal_handlers=False,
                    task_middleware=[with_fresh_connection],
                )
            return
        except (ConnectorException, ExceptionGroup, OSError) as trouble:
            log.warning("worker: the database went away", trouble=str(trouble).strip()[:200])
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5.0)


def with_fresh_connection(job: Callable[[], Any], *_: object) -> Any:
    """A job's thread takes a sound connection and gives it back. Without room, the job is left to the sweepers."""
    if is_tight():
        return None
    close_old_connections()
    try:
        return job()
    finally:
        if not connection.in_atomic_block:
            connection.close()
