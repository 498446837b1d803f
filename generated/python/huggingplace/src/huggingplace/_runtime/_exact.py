# Copied from overlays/python/runtime/_exact.py; edit it there.
"""Decimals that travel as JSON numbers, read from the digits as they are written.

Pydantic reads such a number as a float first, which keeps seventeen digits at most. Loaded with the first answer whose
operation has decimals of this kind.
"""

from __future__ import annotations

import json
from typing import Any, Self, cast

from pydantic import ValidationError

from ._decode import adapter
from ._lenient import construct, repaired

__all__ = ["exactly"]


class WrittenNumber(float):
    """A number with the text that it was written as, from which Pydantic makes decimals."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Self:
        """Read a number."""
        made = super().__new__(cls, text)
        made.text = text
        return made

    def __str__(self) -> str:
        return self.text


def exactly(type_: Any, raw: bytes, path: tuple[str, ...], value: Any) -> Any:
    """The value of a body that was read as a type before, with the digits of its decimals as they are written.

    `path` has the members that lead to it in the body. What breaks the description was told of then.
    """
    if b"." not in raw:
        return value
    plain = json.loads(repaired(raw), parse_float=WrittenNumber)
    for name in path:
        plain = cast("dict[str, Any]", plain).get(name) if isinstance(plain, dict) else None
    try:
        return adapter(type_).validate_python(plain)
    except ValidationError:
        return construct(type_, plain, "", lambda _at, _reason: None)
