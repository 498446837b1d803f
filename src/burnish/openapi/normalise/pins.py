"""Pins: the places that `burnish.lock` keeps names for, told from where the description is."""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import dirname, relpath

from burnish.source import Arr, Document, Obj, SourceFile, Value, decode_pointer

__all__ = ["BOTH", "living", "pin_of"]

BOTH = " & "


def pin_of(key: str, home: str) -> str:
    """The place of a key of the bundle (two places for a merged schema); `home` is the path of the description."""
    return BOTH.join(told(part.replace("~1", "/").replace("~0", "~"), home) for part in key.split(BOTH))


def told(place: str, home: str) -> str:
    """A path and pointer, wherever the command is run: the description itself has no path."""
    path, _, pointer = place.partition("#")
    if path == home:
        return f"#{pointer}"
    return f"{path if '://' in path else relpath(path, dirname(home) or '.')}#{pointer}"


def living(pins: Mapping[str, str], document: Document) -> dict[str, str]:
    """The pins whose places are still there: the others must not keep their names from schemas that have moved."""
    files = {told(f"{file.path}#", document.file.path): file for file in (document.file, *document.files.values())}
    return {pin: name for pin, name in pins.items() if all(lives(part, files) for part in pin.split(BOTH))}


def lives(pin: str, files: Mapping[str, SourceFile]) -> bool:
    """Whether a place is there; what follows the last space may be the words that tell uses of it apart."""
    path, _, pointer = pin.partition("#")
    file = files.get(f"{path}#")
    return file is not None and any(leads(file.root, place) for place in (pointer, *pointer.rsplit(" ", 1)[:-1]))


def leads(value: Value, pointer: str) -> bool:
    """Whether a pointer leads somewhere."""
    for key in decode_pointer(pointer):
        if isinstance(value, Obj) and key in value:
            value = value[key]
        elif isinstance(value, Arr) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            return False
    return True
