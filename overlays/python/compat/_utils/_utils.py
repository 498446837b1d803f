"""Small things that code around an SDK uses."""

from __future__ import annotations

import functools
import inspect
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeGuard, TypeVar, cast, overload

from .._runtime._absent import NotGiven, Omit, is_given
from .._types import ArrayFormat, FileTypes, HeadersLike

__all__ = [
    "coerce_boolean",
    "coerce_float",
    "coerce_integer",
    "deepcopy_minimal",
    "extract_files",
    "file_from_path",
    "flatten",
    "get_async_library",
    "get_required_header",
    "human_join",
    "is_dict",
    "is_given",
    "is_iterable",
    "is_list",
    "is_mapping",
    "is_mapping_t",
    "is_sequence",
    "is_sequence_t",
    "is_tuple",
    "is_tuple_t",
    "json_safe",
    "maybe_coerce_boolean",
    "maybe_coerce_float",
    "maybe_coerce_integer",
    "parse_date",
    "parse_datetime",
    "quote",
    "removeprefix",
    "removesuffix",
    "required_args",
    "strip_not_given",
]  # fmt: skip

from ._datetime_parse import parse_date, parse_datetime

_T = TypeVar("_T")
_MappingT = TypeVar("_MappingT", bound=Mapping[str, object])
_CallableT = TypeVar("_CallableT", bound=Callable[..., Any])


def flatten(t: Iterable[Iterable[_T]]) -> list[_T]:
    """The items of all iterables in one list."""
    return [item for inner in t for item in inner]


def extract_files(
    query: Mapping[str, object],
    *,
    paths: Sequence[Sequence[str]],
    array_format: ArrayFormat = "brackets",
) -> list[tuple[str, FileTypes]]:
    """Take the files out of a body.

    Args:
        query: The body; the files are removed from it.
        paths: Keys that lead to files, from the outside in; `<array>` stands for every item of a list.
        array_format: How a field's name tells the item of a list.

    Returns:
        Each file with the name of its field.
    """
    return [found for path in paths for found in _taken(query, path, 0, "", array_format)]


def _taken(
    value: object, path: Sequence[str], index: int, name: str, arrays: ArrayFormat
) -> list[tuple[str, FileTypes]]:
    """The files below a value, with their names; what the path does not fit has none."""
    if index == len(path):
        return [] if isinstance(value, NotGiven | Omit) else [(name, cast("FileTypes", value))]
    key = path[index]
    if key == "<array>":
        if not isinstance(value, list):
            return []
        items = cast("list[object]", value)
        return [
            file
            for position, item in enumerate(items)
            for file in _taken(item, path, index + 1, name + _item_suffix(arrays, position), arrays)
        ]
    if not isinstance(value, dict) or key not in value:
        return []
    members = cast("dict[str, object]", value)
    inner = f"{name}[{key}]" if name else key
    last = index + 1 == len(path) or (path[index + 1] == "<array>" and index + 2 == len(path))
    if last and index + 1 < len(path) and not isinstance(members[key], list):
        return []
    return _taken(members.pop(key) if last else members[key], path, index + 1, inner, arrays)


def _item_suffix(arrays: ArrayFormat, position: int) -> str:
    """What follows the name of a list for one of its items."""
    match arrays:
        case "brackets":
            return "[]"
        case "indices":
            return f"[{position}]"
        case _:
            return ""


def is_dict(obj: object) -> TypeGuard[dict[object, object]]:
    """Whether a value is a dict."""
    return isinstance(obj, dict)


def is_list(obj: object) -> TypeGuard[list[object]]:
    """Whether a value is a list."""
    return isinstance(obj, list)


def is_tuple(obj: object) -> TypeGuard[tuple[object, ...]]:
    """Whether a value is a tuple."""
    return isinstance(obj, tuple)


def is_tuple_t(obj: tuple[_T, ...] | object) -> TypeGuard[tuple[_T, ...]]:
    """Whether a value is a tuple, its items' type kept."""
    return isinstance(obj, tuple)


def is_sequence(obj: object) -> TypeGuard[Sequence[object]]:
    """Whether a value is a sequence."""
    return isinstance(obj, Sequence)


def is_sequence_t(obj: Sequence[_T] | object) -> TypeGuard[Sequence[_T]]:
    """Whether a value is a sequence, its items' type kept."""
    return isinstance(obj, Sequence)


def is_mapping(obj: object) -> TypeGuard[Mapping[str, object]]:
    """Whether a value is a mapping."""
    return isinstance(obj, Mapping)


def is_mapping_t(obj: Mapping[str, _T] | object) -> TypeGuard[Mapping[str, _T]]:
    """Whether a value is a mapping, its values' type kept."""
    return isinstance(obj, Mapping)


def is_iterable(obj: object) -> TypeGuard[Iterable[object]]:
    """Whether a value is an iterable."""
    return isinstance(obj, Iterable)


def deepcopy_minimal(item: _T) -> _T:
    """A copy of dicts and lists, at any depth; everything else stays the same object."""
    if is_mapping(item):
        return cast("_T", {key: deepcopy_minimal(value) for key, value in item.items()})
    if is_list(item):
        return cast("_T", [deepcopy_minimal(entry) for entry in item])
    return item


def human_join(seq: Sequence[str], *, delim: str = ", ", final: str = "or") -> str:
    """Words as a list in prose."""
    if len(seq) < 3:
        return f" {final} ".join(seq)
    return f"{delim.join(seq[:-1])} {final} {seq[-1]}"


def quote(string: str) -> str:
    """Text in single quotes."""
    return f"'{string}'"


def required_args(*variants: Sequence[str]) -> Callable[[_CallableT], _CallableT]:
    """Hold a function's calls to its overloads: at least one of the sets of arguments must be given.

    Raises:
        TypeError: by the decorated function, when an argument is missing or there is one too many.
    """

    def decorated(function: _CallableT) -> _CallableT:
        parameters = inspect.signature(function).parameters
        positional = [
            name for name, each in parameters.items() if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)
        ]

        @functools.wraps(function)
        def call(*args: object, **kwargs: object) -> object:
            if len(args) > len(positional):
                raise TypeError(f"{function.__name__}() takes {len(positional)} argument(s) but {len(args)} were given")
            given = {*positional[: len(args)], *kwargs}
            if not any(all(name in given for name in variant) for variant in variants):
                raise TypeError(_missing(variants, given))
            return function(*args, **kwargs)

        return cast("Any", call)

    return decorated


def _missing(variants: Sequence[Sequence[str]], given: set[str]) -> str:
    """What a call without its required arguments is told."""
    if len(variants) > 1:
        ways = human_join([f"({human_join([quote(arg) for arg in variant], final='and')})" for variant in variants])
        return f"Missing required arguments; Expected either {ways} arguments to be given"
    missing = [quote(arg) for arg in variants[0] if arg not in given]
    if len(missing) > 1:
        return f"Missing required arguments: {human_join(missing)}"
    return f"Missing required argument: {missing[0]}"


def strip_not_given(obj: object | None) -> object | None:
    """A mapping without members that were not given; anything else as it is."""
    if not is_mapping(obj):
        return obj
    return {key: value for key, value in obj.items() if not isinstance(value, NotGiven)}


def coerce_integer(val: str) -> int:
    """Text as a whole number."""
    return int(val, base=10)


def coerce_float(val: str) -> float:
    """Text as a number."""
    return float(val)


def coerce_boolean(val: str) -> bool:
    """Text as a boolean, as environment variables write it."""
    return val in ("true", "1", "on")


@overload
def maybe_coerce_integer(val: None) -> None: ...
@overload
def maybe_coerce_integer(val: str) -> int: ...
def maybe_coerce_integer(val: str | None) -> int | None:
    """Text as a whole number; None stays None."""
    return None if val is None else coerce_integer(val)


@overload
def maybe_coerce_float(val: None) -> None: ...
@overload
def maybe_coerce_float(val: str) -> float: ...
def maybe_coerce_float(val: str | None) -> float | None:
    """Text as a number; None stays None."""
    return None if val is None else coerce_float(val)


@overload
def maybe_coerce_boolean(val: None) -> None: ...
@overload
def maybe_coerce_boolean(val: str) -> bool: ...
def maybe_coerce_boolean(val: str | None) -> bool | None:
    """Text as a boolean; None stays None."""
    return None if val is None else coerce_boolean(val)


def removeprefix(string: str, prefix: str) -> str:
    """Text without a prefix."""
    return string.removeprefix(prefix)


def removesuffix(string: str, suffix: str) -> str:
    """Text without a suffix."""
    return string.removesuffix(suffix)


def file_from_path(path: str) -> FileTypes:
    """A file with the name it has on disk."""
    return os.path.basename(path), Path(path).read_bytes()


def get_required_header(headers: HeadersLike, header: str) -> str:
    """A header's value, whatever the case of its name.

    Raises:
        ValueError: it is not there.
    """
    lower = header.lower()
    if isinstance(headers, Mapping):
        for name, value in cast("Mapping[str, object]", headers).items():
            if name.lower() == lower and isinstance(value, str):
                return value
    capitalised = re.sub(r"(^|-)(\w)", lambda match: match[0].upper(), lower)
    find: Callable[[str], str | None] = cast("Any", headers).get
    for name in (header, lower, header.upper(), capitalised):
        if value := find(name):
            return value
    raise ValueError(f"Could not find {header} header")


def get_async_library() -> str:
    """The event loop's library: `asyncio`, or `false` where none runs."""
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return "false"
    return "asyncio"


def json_safe(data: object) -> object:
    """A value with dates as text, at any depth."""
    from datetime import date

    if is_mapping(data):
        return {json_safe(key): json_safe(value) for key, value in data.items()}
    if is_iterable(data) and not isinstance(data, str | bytes | bytearray):
        return [json_safe(item) for item in data]
    return data.isoformat() if isinstance(data, date) else data
