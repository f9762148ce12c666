"""How the installation logs: one line per event, for people or for machines.

Our events and those of the libraries take the same way to standard error, with the request id
or job that was bound to the context.  Local variables never enter a traceback: they hold
secrets.
"""

import logging
import sys
from typing import Literal

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.tracebacks import ExceptionDictTransformer
from structlog.types import Processor


def configure_logs(level: str, form: Literal["console", "json"]) -> None:
    """Send events of at least *level* to standard error, in *form*."""
    threshold = logging.getLevelNamesMapping()[level.upper()]
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*before, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    output = logging.StreamHandler(sys.stderr)
    output.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[ProcessorFormatter.remove_processors_meta, *_renderers(form)],
        )
    )
    logging.basicConfig(level=max(threshold, logging.INFO), handlers=[output], force=True)
    logging.getLogger("tenantry").setLevel(threshold)
    logging.getLogger("uvicorn.error").addFilter(_is_told_by_nobody_else)
    for chatty in ("alembic", "asyncio", "uvicorn.error"):
        logging.getLogger(chatty).setLevel(max(threshold, logging.WARNING))


def _is_told_by_nobody_else(record: logging.LogRecord) -> bool:
    """Return whether the server's line is worth it: the web application logs its faults itself."""
    return not record.getMessage().startswith("Exception in ASGI application")


def _renderers(form: Literal["console", "json"]) -> list[Processor]:
    if form == "json":
        transformer = ExceptionDictTransformer(show_locals=False)
        return [
            structlog.processors.ExceptionRenderer(transformer),
            structlog.processors.JSONRenderer(),
        ]
    return [
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    ]
