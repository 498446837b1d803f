# Copied from overlays/python/runtime/_lazy.py; edit it there.
"""Packages that load their names on first use (PEP 562), and libraries that extras bring."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from threading import Event, Thread, current_thread, main_thread
from typing import Any

__all__ = ["extra", "lasting_extra", "lazy_module"]


def lazy_module(package: str, table: Mapping[str, str]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Make `__getattr__` and `__dir__` of a module.

    `table` maps public names to modules, relative to `package`; `module:name` where the module calls it otherwise.
    """

    def load(name: str) -> object:
        if name not in table:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module, _, original = table[name].partition(":")
        value: object = getattr(import_module(module, package), original or name)
        setattr(sys.modules[package], name, value)
        return value

    return load, lambda: sorted({*vars(sys.modules[package]), *table})


def extra(module: str, distribution: str = "") -> Any:
    """Import a library that may not be installed, by name, so that type checkers do not ask for it.

    `distribution` is what installs it, where that has another name.

    Raises:
        ModuleNotFoundError: it is not installed; the message says what to do.
    """
    root = module.partition(".")[0]
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != root:
            raise
    raise ModuleNotFoundError(f"this needs `{root}`: `pip install {distribution or root}`", name=root)


def lasting_extra(module: str) -> Any:
    """The same, loaded in a thread that lasts as long as the process: the main one, or one that then only waits.

    For a library whose allocator belongs to the thread that loads it: when that one ends, others crash the process.
    """
    if current_thread() is main_thread() or module in sys.modules:
        return extra(module)
    from concurrent.futures import Future

    loaded = Future[Any]()

    def load() -> None:
        try:
            loaded.set_result(extra(module))
        except BaseException as error:  # It belongs to the thread that waits.
            loaded.set_exception(error)
        else:
            Event().wait()

    Thread(target=load, name=f"{module} stays loaded", daemon=True).start()
    return loaded.result()
