"""Logging; the client itself sets it up from the environment when it sends its first request."""

from __future__ import annotations

import logging
from typing import cast

__all__ = ["SensitiveHeadersFilter", "logger"]

SENSITIVE = frozenset(("api-key", "authorization", "cookie", "x-api-key"))
logger = logging.getLogger(__name__.partition(".")[0])


class SensitiveHeadersFilter(logging.Filter):
    """Hides credentials among headers that a log record shows."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without credentials."""
        arguments = record.args
        if isinstance(arguments, dict) and isinstance(arguments.get("headers"), dict):
            headers = cast("dict[str, object]", arguments["headers"])
            hidden = {name: "<redacted>" if name.lower() in SENSITIVE else value for name, value in headers.items()}
            record.args = {**arguments, "headers": hidden}
        return True
