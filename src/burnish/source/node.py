"""The nodes of a document: plain JSON values whose containers know their place.

Objects and arrays are `dict` and `list`, so a pass reads like ordinary Python; each carries `at`, the place it was
read from. A scalar has no place of its own: ask its container, `obj.at / key`. Line and column are found only when
somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeAlias

from msgspec import Struct

from burnish.diagnostics import Span

__all__ = ["Arr", "Key", "KeyOf", "Obj", "Place", "Positions", "Scalar", "Value", "plain"]

Scalar: TypeAlias = str | int | float | bool | None
Key: TypeAlias = str | int


class Positions(Protocol):
    """A file that can tell where a pointer stands in it."""

    @property
    def path(self) -> str:
        """The path as the user wrote it."""
        ...

    def locate(self, keys: tuple[Key, ...], *, key: bool = False) -> Span:
        """Find the value at `keys` (of the nearest ancestor, where there is none), or with `key` its key."""
        ...


class Place(Struct, frozen=True, eq=False):
    """The place of a value: a file and the keys that lead to it."""

    file: Positions
    parent: Place | None = None
    key: Key = ""

    def __truediv__(self, key: Key) -> Place:
        """The place of a member of this value."""
        return Place(self.file, self, key)

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys from the root of the file down to this value."""
        keys: list[Key] = []
        place: Place = self
        while place.parent is not None:
            keys.append(place.key)
            place = place.parent
        return tuple(reversed(keys))

    @property
    def pointer(self) -> str:
        """The JSON pointer as a URI fragment (RFC 6901, section 6)."""
        return "#" + "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in self.keys)

    @property
    def span(self) -> Span:
        """File, line and column."""
        return self.file.locate(self.keys)


class KeyOf(Struct, frozen=True):
    """The place of a member's key, for problems of the key and not of its value."""

    place: Place

    @property
    def pointer(self) -> str:
        """The pointer of the member."""
        return self.place.pointer

    @property
    def span(self) -> Span:
        """File, line and column of the key."""
        return self.place.file.locate(self.place.keys, key=True)


class Obj(dict[str, "Value"]):
    """A JSON object with its place."""

    __slots__ = ("at",)
    at: Place

    def __init__(self, at: Place, items: Iterable[tuple[str, Value]] | Mapping[str, Value] = ()) -> None:
        """Copy the members of `items`; their order is kept."""
        super().__init__(items)
        self.at = at


class Arr(list["Value"]):
    """A JSON array with its place."""

    __slots__ = ("at",)
    at: Place

    def __init__(self, at: Place, items: Iterable[Value] = ()) -> None:
        """Copy the elements of `items`."""
        super().__init__(items)
        self.at = at


Value: TypeAlias = Scalar | Obj | Arr


def plain(value: Value) -> object:
    """Copy into ordinary `dict` and `list`, for libraries that want them."""
    match value:
        case Obj():
            return {key: plain(item) for key, item in value.items()}
        case Arr():
            return [plain(item) for item in value]
        case _:
            return value
