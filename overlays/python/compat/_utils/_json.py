"""JSON of request bodies."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pydantic

__all__ = ["openapi_dumps"]


def openapi_dumps(obj: Any) -> bytes:
    """Compact JSON; models are written with their wire names, and only fields that were set."""
    return json.dumps(obj, default=_plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _plain(value: object) -> Any:
    """What JSON does not know, as something it does.

    Raises:
        TypeError: there is no such thing.
    """
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, pydantic.BaseModel):
        return value.model_dump(mode="json", exclude_unset=True, by_alias=True)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
