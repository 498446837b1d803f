# Copied from overlays/python/runtime/_transport_choice.py; edit it there.
"""Which transport sends: found by the client that the caller brings, by a name, or the default."""

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
LEFT_BY = {"sync": "__exit__", "async": "__aexit__"}
"""The method that clients of libraries have in one world only."""


def transport_for(config: ClientConfig, given: object) -> Transport:
    """The transport of a sync client.

    Raises:
        TypeError: `http_client` is nothing that can send for a sync client.
    """
    if given is not None and not isinstance(given, str) and is_transport(given, "close"):
        return given  # type: ignore[return-value]  # it has the methods of one
    name = library_of(given, "sync")
    if name == "aiohttp":
        raise TypeError("`http_client`: aiohttp has no sync client; give it to the async one")
    made: Transport = module_of(name).transport(config, settings_of(given, name), client_of(given))
    return made


def async_transport_for(config: ClientConfig, given: object) -> AsyncTransport:
    """The transport of an async client.

    Raises:
        TypeError: `http_client` is nothing that can send for an async client.
    """
    if given is not None and not isinstance(given, str) and is_transport(given, "aclose"):
        return given  # type: ignore[return-value]  # it has the methods of one
    name = library_of(given, "async")
    made: AsyncTransport = module_of(name).async_transport(config, settings_of(given, name), client_of(given))
    return made


def is_transport(given: object, close: str) -> bool:
    """Whether an object is a transport itself, and no client of a library."""
    return hasattr(given, "send") and hasattr(given, close) and not hasattr(given, "request")


def library_of(given: object, world: str) -> str:
    """The library that an `http_client` belongs to, also when its class is a subclass from elsewhere."""
    if given is None:
        return DEFAULT
    if isinstance(given, str):
        name = given
    elif isinstance(given, HttpSettings):
        name = given.library
    else:
        heads = [kind.__module__.partition(".")[0] for kind in type(given).__mro__]
        name = next((head for head in heads if head in MODULES), "")
    if name not in MODULES and any(is_transport(given, close) for close in ("close", "aclose")):
        raise TypeError(
            f"`http_client` is {type(given).__name__}, a transport, but no {world} one as this client needs"
        )
    if name not in MODULES:
        taker, taken = ("a sync", "or pyreqwest") if world == "sync" else ("an async", "pyreqwest or aiohttp")
        raise TypeError(
            f"`http_client` is {given!r:.80}; {taker} client takes a client of httpx2, httpx, {taken}, the name of one "
            "of these, or `HttpSettings`"
        )
    if (client := client_of(given)) is not None and not hasattr(client, LEFT_BY[world]):
        raise TypeError(f"`http_client` is a {type(given).__name__}, but no {world} one, which is needed here")
    return name


def client_of(given: object) -> Any:
    """The caller's client; None where only a library was named, or told how to connect."""
    return None if isinstance(given, str | HttpSettings) else given


def settings_of(given: object, name: str) -> HttpSettings:
    """How to connect with a client of our own."""
    return given if isinstance(given, HttpSettings) else HttpSettings(name)


def module_of(name: str) -> ModuleType:
    """The module that speaks a library's language."""
    from importlib import import_module

    return import_module(f"{__package__}.{MODULES[name]}")
