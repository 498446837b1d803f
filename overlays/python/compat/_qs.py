"""Query strings: nested values in the styles that an API was configured with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast
from urllib.parse import parse_qs, urlencode

from ._runtime._absent import NotGiven, not_given
from ._types import ArrayFormat, NestedFormat

__all__ = ["Querystring", "parse", "stringify", "stringify_items"]

FORMATS = ("comma", "repeat", "indices", "brackets")
Pair = tuple[str, str]


class Querystring:
    """Writes and reads query strings; `array_format` and `nested_format` are those of the API."""

    array_format: ArrayFormat
    nested_format: NestedFormat

    def __init__(self, *, array_format: ArrayFormat = "repeat", nested_format: NestedFormat = "brackets") -> None:
        self.array_format = array_format
        self.nested_format = nested_format

    def parse(self, query: str) -> Mapping[str, object]:
        """Read a query string; every value is a list."""
        return parse_qs(query)

    def stringify(
        self,
        params: Mapping[str, object],
        *,
        array_format: ArrayFormat | NotGiven = not_given,
        nested_format: NestedFormat | NotGiven = not_given,
    ) -> str:
        """Write a query string."""
        return urlencode(self.stringify_items(params, array_format=array_format, nested_format=nested_format))

    def stringify_items(
        self,
        params: Mapping[str, object],
        *,
        array_format: ArrayFormat | NotGiven = not_given,
        nested_format: NestedFormat | NotGiven = not_given,
    ) -> list[Pair]:
        """Write the pairs of a query string.

        Raises:
            NotImplementedError: there is no such array format.
        """
        arrays = self.array_format if isinstance(array_format, NotGiven) else array_format
        nested = self.nested_format if isinstance(nested_format, NotGiven) else nested_format
        return [pair for name, value in params.items() for pair in _pairs(name, value, arrays, nested)]


def _pairs(name: str, value: object, arrays: ArrayFormat, nested: NestedFormat) -> Iterator[Pair]:
    """The pairs of one value; none for None."""
    if isinstance(value, Mapping):
        for key, item in cast("Mapping[str, object]", value).items():
            inner = f"{name}.{key}" if nested == "dots" else f"{name}[{key}]"
            yield from _pairs(inner, item, arrays, nested)
    elif isinstance(value, list | tuple):
        yield from _items(name, cast("list[object]", value), arrays, nested)
    elif (text := _text(value)) != "":
        yield name, text


def _items(name: str, values: list[object], arrays: ArrayFormat, nested: NestedFormat) -> Iterator[Pair]:
    """The pairs of an array."""
    match arrays:
        case "comma":
            if values:
                yield name, ",".join(_text(item) for item in values if item is not None)
        case "repeat":
            for item in values:
                yield from _pairs(name, item, arrays, nested)
        case "brackets":
            for item in values:
                yield from _pairs(f"{name}[]", item, arrays, nested)
        case "indices":
            for index, item in enumerate(values):
                yield from _pairs(f"{name}[{index}]", item, arrays, nested)
        case _:
            raise NotImplementedError(f"Unknown array_format value: {arrays}, choose from {', '.join(FORMATS)}")


def _text(value: object) -> str:
    """A scalar as text: JSON's words for booleans, nothing for None."""
    if value is True:
        return "true"
    if value is False:
        return "false"
    return "" if value is None else str(value)


_usual = Querystring()
parse = _usual.parse
stringify = _usual.stringify
stringify_items = _usual.stringify_items
