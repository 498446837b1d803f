"""The gate of TOML files: a rendered file must hold what its template holds with harmless values put in their places.

A template is rendered a second time with a marker for each piece of code. The markers cannot change the structure, so
that file, read, and with the values in the markers' places, is the intended object.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any, cast

from burnish.code import Code

from .errors import InternalError

__all__ = ["check_toml", "marker"]

MARKER = re.compile("burnish-piece-([0-9]+)-")


def marker(index: int, piece: Code) -> str:
    """What stands for a piece: a string for a string, a bare key for anything else."""
    name = f"burnish-piece-{index}-"
    return f'"{name}"' if quoted(piece) else name


def check_toml(text: str, marked: str, pieces: Sequence[Code], path: PurePosixPath) -> None:
    """Hold a file against the same file with markers for its pieces.

    Raises:
        InternalError: a piece is more than one value.
    """
    try:
        values = [value_of(piece) for piece in pieces]
        found, intended = tomllib.loads(text), filled(tomllib.loads(marked), values)
    except tomllib.TOMLDecodeError as error:
        raise InternalError(f"{path} is not TOML: {error}") from None
    if found != intended:
        wrong = sorted(key for key in {*found, *intended} if found.get(key) != intended.get(key))
        raise InternalError(f"{path} holds what its template does not intend, in {', '.join(wrong)[:100]}")


def quoted(piece: Code) -> bool:
    """Whether a piece looks like a string."""
    return piece.text.startswith('"')


def value_of(piece: Code) -> str:
    """What a piece stands for."""
    return str(tomllib.loads(f"value = {piece.text}")["value"]) if quoted(piece) else piece.text


def filled(value: Any, values: Sequence[str]) -> Any:
    """A value with the values in the places of their markers, in keys too."""
    match value:
        case str():
            return MARKER.sub(lambda found: values[int(found[1])], value)
        case list():
            return [filled(item, values) for item in cast("list[object]", value)]
        case dict():
            members = cast("dict[str, object]", value).items()
            return {filled(key, values): filled(item, values) for key, item in members}
        case _:
            return value
