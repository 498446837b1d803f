"""Names that settings give: what Python takes, and what clients call their own arguments."""

from __future__ import annotations

from keyword import iskeyword

__all__ = ["CLIENT_ARGUMENTS", "is_python_name"]

CLIENT_ARGUMENTS = frozenset(
    (
        "base_url",
        "default_headers",
        "default_query",
        "environment",
        "http_client",
        "max_retries",
        "middleware",
        "on_drift",
        "self",
        "strict",
        "timeout",
        "webhook_secret",
    )
)
"""Arguments that every client has."""


def is_python_name(text: str) -> bool:
    """Whether a text can be the name of a package, a class or an argument."""
    return text.isascii() and text.isidentifier() and not iskeyword(text)
