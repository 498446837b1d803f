"""Where this runs, as the `X-Stainless-*` headers tell it."""

from __future__ import annotations

import platform
import sys
from functools import lru_cache
from typing import Literal

__all__ = [
    "OtherArch",
    "OtherPlatform",
    "get_architecture",
    "get_platform",
    "get_python_runtime",
    "get_python_version",
    "platform_headers",
]

Known = Literal["MacOS", "Linux", "Windows", "FreeBSD", "OpenBSD", "iOS", "Android", "Unknown"]
KnownArch = Literal["x32", "x64", "arm", "arm64", "unknown"]
ARCHITECTURES: dict[str, KnownArch] = {
    "arm64": "arm64",
    "aarch64": "arm64",
    "arm": "arm",
    "x86_64": "x64",
    "amd64": "x64",
}
SYSTEMS: dict[str, Known] = {
    "Darwin": "MacOS",
    "Linux": "Linux",
    "Windows": "Windows",
    "FreeBSD": "FreeBSD",
    "OpenBSD": "OpenBSD",
}


class Other(str):
    """A name that is none of the known ones."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"Other:{super().__str__()}"


class OtherPlatform(Other):
    """A system that is none of the known ones."""

    __slots__ = ()


class OtherArch(Other):
    """An architecture that is none of the known ones."""

    __slots__ = ()


def get_platform() -> Known | OtherPlatform:
    """The operating system."""
    name = platform.system()
    if sys.platform in ("ios", "android"):
        return "iOS" if sys.platform == "ios" else "Android"
    return SYSTEMS.get(name) or (OtherPlatform(name) if name else "Unknown")


def get_architecture() -> KnownArch | OtherArch:
    """The processor's architecture."""
    machine = platform.machine().lower()
    if sys.maxsize <= 2**32 and machine not in ARCHITECTURES:
        return "x32"
    return ARCHITECTURES.get(machine) or (OtherArch(machine) if machine else "unknown")


def get_python_runtime() -> str:
    """The implementation of Python."""
    return platform.python_implementation() or "unknown"


def get_python_version() -> str:
    """The version of Python."""
    return platform.python_version() or "unknown"


@lru_cache(maxsize=8)
def platform_headers(version: str, *, platform: str | None = None) -> dict[str, str]:
    """The headers, for a version of the package; they do not change while the process lives."""
    return {
        "X-Stainless-Lang": "python",
        "X-Stainless-Package-Version": version,
        "X-Stainless-OS": str(platform or get_platform()),
        "X-Stainless-Arch": str(get_architecture()),
        "X-Stainless-Runtime": get_python_runtime(),
        "X-Stainless-Runtime-Version": get_python_version(),
    }
