"""The manifest: what we wrote, with hashes, so that the next run knows its own files from others'."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, cast

from msgspec import Struct, field

from burnish import __version__
from burnish.code import GeneratedFile

from .disk import content_of

__all__ = ["MANIFEST", "Manifest", "digest", "read_manifest"]

MANIFEST = "MANIFEST.json"


class Manifest(Struct, frozen=True):
    """Hash of the inputs, hash of every output, and the sources of copied files."""

    inputs: str = ""
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    sources: Mapping[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def of(cls, files: Iterable[GeneratedFile], inputs: str) -> Manifest:
        """The manifest of a set of files."""
        files = sorted(files, key=lambda file: file.path)
        return cls(
            inputs,
            {str(file.path): digest(file.content) for file in files},
            {str(file.path): file.source for file in files if file.source},
        )

    def text(self) -> str:
        """The file's text: the only one in an output that names the tool's version."""
        table = {"burnish": __version__, "inputs": self.inputs, "files": self.files, "sources": self.sources}
        return json.dumps(table, indent=1) + "\n"


def digest(content: bytes) -> str:
    """SHA-256 as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def read_manifest(out: Path) -> Manifest:
    """Read the manifest of an output folder; one that is missing or does not hold up is as good as none.

    The file may have been edited by anybody: a path that leaves the folder is dropped.
    """
    try:
        found: Any = json.loads(content_of(out / MANIFEST) or b"")
    except (ValueError, RecursionError):
        return Manifest()
    if not isinstance(found, dict):
        return Manifest()
    table = cast("dict[str, Any]", found)
    inputs = table.get("inputs")
    return Manifest(inputs if isinstance(inputs, str) else "", paths(table.get("files")), paths(table.get("sources")))


def paths(value: Any) -> dict[str, str]:
    """The entries of a table whose keys are paths inside the folder."""
    if not isinstance(value, dict):
        return {}
    entries = cast("dict[object, object]", value).items()
    return {path: text for path, text in entries if isinstance(path, str) and isinstance(text, str) and inside(path)}


def inside(path: str) -> bool:
    """Whether a path is written as we write it, and stays below the folder it is relative to."""
    pure = PurePosixPath(path)
    return (
        str(pure) == path
        and bool(pure.parts)
        and not pure.is_absolute()
        and ".." not in pure.parts
        and "\0" not in path
        and "\\" not in path
        and ":" not in path
    )
