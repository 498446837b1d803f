# Copied from overlays/python/runtime/_transport_choice.py; edit it there.
"""Which transport sends: by the client that the caller brings, by the name of a library, or the default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._http_settings import HttpSettings

if TYPE_CHECKING:
    from types import ModuleType

    from ._config import ClientConfig
    from ._transport import AsyncTransport, Transport

__all__ = ["async_transport_for", "transport_for"]

MODULES = {
    "httpx2": "_httpx_transport",
    "httpx": "_httpx_transport",
    "pyreqwest": "_pyreqwest_transport",
    "aiohttp": "_aiohttp_transport",
}
DEFAULT = "httpx2"


def transport_for(config: ClientConfig, given: object) -> Transport:
    """The transport of a sync client.

    Raises:
        TypeError: `http_client` cannot send for a sync client; the message says what can.
    """
    if is_transport(given, "close"):
        return given  # type: ignore[return-value]  # it has the methods of one
    name = library_of(given)
    if name not in MODULES or name == "aiohttp" or not is_left_by(given, "__exit__"):
        raise unsuited(given, "a sync client", "httpx2, httpx or pyreqwest")
    made: Transport = module_of(name).transport(config, settings_of(given, name), client_of(given))
    return made


def async_transport_for(config: ClientConfig, given: object) -> AsyncTransport:
    """The transport of an async client.

    Raises:
        TypeError: `http_client` cannot send for an async client; the message says what can.
    """
    if is_transport(given, "aclose"):
        return given  # type: ignore[return-value]  # it has the methods of one
    name = library_of(given)
    if name not in MODULES or not is_left_by(given, "__aexit__"):
        raise unsuited(given, "an async client", "httpx2, httpx, pyreqwest or aiohttp")
    made: AsyncTransport = module_of(name).async_transport(config, settings_of(given, name), client_of(given))
    return made


def is_transport(given: object, close: str) -> bool:
    """Whether an object is a transport itself, and no client of a library; `close` is the method that ends it."""
    return hasattr(given, "send") and hasattr(given, close) and not hasattr(given, "request")


def is_left_by(given: object, method: str) -> bool:
    """Whether a caller's client has a method: sync clients alone have `__exit__`, async ones alone `__aexit__`."""
    return (client := client_of(given)) is None or hasattr(client, method)


def library_of(given: object) -> str:
    """The library that an `http_client` names or belongs to, also by a base class; empty if it is none of ours."""
    if given is None:
        return DEFAULT
    if isinstance(given, str):
        return given
    if isinstance(given, HttpSettings):
        return given.library
    heads = [kind.__module__.partition(".")[0] for kind in type(given).__mro__]
    return next((head for head in heads if head in MODULES), "")


def unsuited(given: object, taker: str, libraries: str) -> TypeError:
    """The error for an `http_client` that cannot send for a kind of client."""
    shown = f"{given!r:.80}" if isinstance(given, str | HttpSettings) else type(given).__name__
    return TypeError(
        f"`http_client` takes a client of {libraries}, the name of one of these, or `HttpSettings`: {taker} cannot "
        f"send with {shown}"
    )


def client_of(given: object) -> Any:
    """The caller's client; None if there is only the name of a library, or settings for it."""
    return None if isinstance(given, str | HttpSettings) else given


def settings_of(given: object, name: str) -> HttpSettings:
    """The settings for a client of our own."""
    return given if isinstance(given, HttpSettings) else HttpSettings(name)


def module_of(name: str) -> ModuleType:
    """Our module for a library."""
    from importlib import import_module

    return import_module(f"{__package__}.{MODULES[name]}")
