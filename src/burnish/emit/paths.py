"""The paths of an output, before anything is written at one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from burnish.code import GeneratedFile

from .errors import InternalError, OutputRefused

__all__ = ["check_paths"]

# What our own plans give; hand-written files may be called what their authors like.
PART = re.compile(r"\.?[A-Za-z0-9_][A-Za-z0-9_.-]*(?<!\.)")
DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
LONGEST_PART = 100


def check_paths(files: Iterable[GeneratedFile]) -> None:
    """Hold every path against what all file systems take, and the paths against each other.

    Raises:
        InternalError: a plan made a path that leaves the output or that some system does not take.
        OutputRefused: two files would be one where letter case does not count, or one would be a folder of another.
    """
    owners: dict[str, GeneratedFile] = {}
    for file in files:
        if not file.source and not all(portable(part) for part in file.path.parts):
            raise InternalError(f"a plan made the path {str(file.path)!r}")
        key = folded(file.path)
        if (other := owners.get(key)) is not None:
            raise OutputRefused(f"{told(file)} and {told(other)} are one file where letter case does not count")
        owners[key] = file
    for file in owners.values():
        for parent in file.path.parents[:-1]:
            if (other := owners.get(folded(parent))) is not None:
                raise OutputRefused(f"{told(other)} is a file, and {told(file)} needs a folder of that name")


def portable(part: str) -> bool:
    """Whether every file system takes a part of a path."""
    return len(part) <= LONGEST_PART and PART.fullmatch(part) is not None and DEVICE.fullmatch(part) is None


def folded(path: PurePosixPath) -> str:
    """A path as file systems without letter case see it."""
    return unicodedata.normalize("NFC", str(path)).casefold()


def told(file: GeneratedFile) -> str:
    """A file with its source, for messages."""
    return f"{file.path} (from {file.source})" if file.source else str(file.path)
