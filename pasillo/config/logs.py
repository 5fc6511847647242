"""What the processes write to their terminal: short lines for people, or JSON where machines collect them."""

import logging
import os

import structlog


def write_logs() -> None:
    """Once in each process. PASILLO_LOG=json writes one JSON object a line."""
    last = _last_step()
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
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


def _last_step() -> structlog.types.Processor:
    if os.environ.get("PASILLO_LOG") == "json":
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=False)
