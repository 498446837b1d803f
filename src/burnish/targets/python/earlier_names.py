"""Names of fields and arguments where an SDK takes the place of one of Stainless."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from burnish.ir import Name

from .spelling import identifier

__all__ = ["argument_name", "model_names"]

PREFIX = "api_"
PROTECTED = "model_"


def argument_name(name: Name, reserved: Collection[str] = ()) -> str:
    """The name of an argument: an underscore at its beginning stays, and there is one before a digit."""
    text = identifier(name.words, reserved, number="_")
    return f"_{text}" if name.wire.startswith("_") and not text.startswith("_") else text


def model_names(names: Iterable[Name], reserved: Collection[str], *, protects: bool) -> dict[str, str]:
    """The names of a model's fields by wire name, before those that are still the same are told apart.

    Some begin with `api_`: numbers, names that Pydantic has begun (`model_`) if `protects`, and names that begin with
    an underscore where another field has the rest.
    """
    wanted = {name.wire: identifier(name.words, reserved, number=PREFIX) for name in names}
    counts = Counter(wanted.values())

    def named(wire: str, text: str) -> str:
        hidden = wire.startswith("_") and counts[text] > 1
        return f"{PREFIX}{text.rstrip('_')}" if hidden or (protects and text.startswith(PROTECTED)) else text

    return {wire: named(wire, text) for wire, text in wanted.items()}
