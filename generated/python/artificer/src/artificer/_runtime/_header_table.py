# Copied from overlays/python/runtime/_header_table.py; edit it there.
"""Headers of requests, in a dict: names are compared without case, and keep the case in which they were written."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["drop", "has", "put"]


def has(headers: Mapping[str, object], name: str) -> bool:
    """Whether a header is there, whatever its case."""
    return name in headers or name.lower() in map(str.lower, headers)


def put(headers: dict[str, str], name: str, value: str) -> None:
    """Set a header, whatever the case of the one it replaces."""
    drop(headers, name)
    headers[name] = value


def drop(headers: dict[str, str], name: str) -> None:
    """Remove a header, whatever its case."""
    if name in headers:
        del headers[name]
        return
    lower = name.lower()
    for known in [known for known in headers if known.lower() == lower]:
        del headers[known]
