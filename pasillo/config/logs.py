"""What the processes write to their terminal: short lines for people, or JSON where machines collect them."""

import logging
import os

import structlog

from pasillo.config.discreet import discreet

EXPECTED = ("django.request", "django.security.csrf", "django.security.DisallowedHost")


def write_logs() -> None:
    """Once in each process. PASILLO_LOG=json writes one JSON object a line."""
    last = _last_step()
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        discreet,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    logging.basicConfig(level=os.environ.get("PASILLO_LOG_LEVEL", "WARNING"), handlers=[handler], force=True)
    for name in EXPECTED:
        logging.getLogger(name).addFilter(_in_one_line)


def _in_one_line(record: logging.LogRecord) -> bool:
    """A door that was closed to somebody is no fault of ours: a line says so, without the way through the code."""
    if record.levelno < logging.ERROR or record.name != "django.request":
        record.exc_info = None
    return True


def _last_step() -> structlog.types.Processor:
    if os.environ.get("PASILLO_LOG") == "json":
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=False)
