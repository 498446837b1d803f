"""`burnish.lock`: the names that earlier runs gave, so that adding a schema never renames another."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from burnish.openapi.canonical import Canonical
from burnish.settings import NamePins

__all__ = ["lock_text", "read_lock"]

CLASS = re.compile(r"[A-Z][A-Za-z0-9_]*")
METHOD = re.compile(r"[a-z0-9_.]+")


def read_lock(path: Path | None) -> NamePins:
    """Read the pins; the file is untrusted: entries that are no names are passed over."""
    if path is None or not path.is_file():
        return NamePins()
    try:
        found: Any = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return NamePins()
    table = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    return NamePins(entries(table.get("schemas"), CLASS), entries(table.get("operations"), METHOD))


def entries(value: Any, pattern: re.Pattern[str]) -> dict[str, str]:
    """The entries of a table whose values are names."""
    table = cast("dict[object, object]", value) if isinstance(value, dict) else {}
    return {
        key: name
        for key, name in table.items()
        if isinstance(key, str) and isinstance(name, str) and pattern.fullmatch(name)
    }


def lock_text(canonical: Canonical) -> str:
    """The file's text: pointers and operations in the order of their keys."""
    operations: Mapping[str, str] = {
        f"{item.verb} {item.path}": ".".join("_".join(words) for words in (*item.resource, item.method))
        for item in canonical.operations
    }
    schemas = {pointer: name for name, pointer in canonical.pointers.items()}
    return (
        json.dumps({"operations": operations, "schemas": schemas}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    )
