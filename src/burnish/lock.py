"""`burnish.lock`: what earlier runs settled: adding a schema renames no other, and remote files stay what they were."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from msgspec import Struct, field

from burnish.openapi.canonical import Canonical
from burnish.settings import NamePins

__all__ = ["Lock", "is_locked", "lock_text", "read_lock"]

CLASS = re.compile(r"[A-Z][A-Za-z0-9_]*")
SHA256 = re.compile(r"[0-9a-f]{64}")
METHOD = re.compile(r"[a-z0-9_.]+")


class Lock(Struct, frozen=True):
    """The names that were given, and the SHA-256 of each document of the network, by URL."""

    names: NamePins = field(default_factory=NamePins)
    remote: Mapping[str, str] = field(default_factory=dict[str, str])


def read_lock(path: Path | None) -> Lock:
    """Read the lock; the file is untrusted: entries that are no names or hashes are passed over."""
    if path is None or not path.is_file():
        return Lock()
    try:
        found: Any = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return Lock()
    table = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    names = NamePins(entries(table.get("schemas"), CLASS), entries(table.get("operations"), METHOD))
    return Lock(names, entries(table.get("remote"), SHA256))


def is_locked(path: Path | None, text: str) -> bool:
    """Whether the lock is there with this text; an SDK without one needs none."""
    return path is None or (path.exists() and path.read_text(encoding="utf-8") == text)


def entries(value: Any, pattern: re.Pattern[str]) -> dict[str, str]:
    """The entries of a table whose values look as they must."""
    table = cast("dict[object, object]", value) if isinstance(value, dict) else {}
    return {
        key: name
        for key, name in table.items()
        if isinstance(key, str) and isinstance(name, str) and pattern.fullmatch(name)
    }


def lock_text(canonical: Canonical, remote: Mapping[str, str]) -> str:
    """The file's text: places and operations in the order of their keys."""
    operations: Mapping[str, str] = {
        f"{item.verb} {item.path}": ".".join("_".join(words) for words in (*item.resource, item.method))
        for item in canonical.operations
    }
    schemas = {pointer: name for name, pointer in canonical.pointers.items()}
    table: dict[str, Mapping[str, str]] = {"operations": operations, "schemas": schemas}
    if remote:
        table["remote"] = remote
    return json.dumps(table, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
