"""Logging; the client itself sets it up from the environment when it sends its first request."""

from __future__ import annotations

import logging

__all__ = ["SensitiveHeadersFilter", "logger"]

SENSITIVE = frozenset(("api-key", "authorization", "cookie", "x-api-key"))
logger = logging.getLogger(__name__.partition(".")[0])


class SensitiveHeadersFilter(logging.Filter):
    """Hides credentials among headers that a log record shows."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without credentials."""
        if isinstance(record.args, dict) and isinstance(headers := record.args.get("headers"), dict):
            hidden = {
                name: "<redacted>" if str(name).lower() in SENSITIVE else value for name, value in headers.items()
            }
            record.args = {**record.args, "headers": hidden}
        return True
