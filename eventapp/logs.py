"""Structured logs: one JSON object a line, without personal data, with the secrets in paths masked."""

import json
import logging
import re
import sys
import time
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, request

SECRET_PATHS = re.compile(
    r"(/(?:mijn|t|uitschrijven|bevestigen|stoppen)/)[^/\s?\"']+|(/deur/)[^\s?\"']+", re.IGNORECASE
)

# PostgreSQL tells the values of the row that it refused, and a value may be of several lines.
REFUSED_ROWS = re.compile(r"DETAIL: .*?(?=\n\[SQL: |\n\nThe above exception|\n\nDuring handling|\Z)", re.DOTALL)


def mask(text: str) -> str:
    """The text with every key, ticket and door link, and every row that a database refused, made unreadable."""
    return REFUSED_ROWS.sub("DETAIL: ***", SECRET_PATHS.sub(r"\1\2***", text))


class OneObjectALine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "what": mask(record.getMessage()),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            entry["trace"] = mask(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)


def _note_request(response: Response) -> Response:
    milliseconds = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
    facts = {
        "method": request.method,
        "path": mask(request.path),
        "status": response.status_code,
        "ms": round(milliseconds, 1),
    }
    logging.getLogger("ontmoet.request").info("request", extra={"facts": facts})
    return response


def init_app(app: Flask) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneObjectALine())
    for name in ("ontmoet", app.logger.name):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(app.config["SETTINGS"].log_level.upper())

    @app.before_request
    def start_stopwatch() -> None:
        g.started = time.perf_counter()

    app.after_request(_note_request)
