"""Servers: base URLs, and the parts of them that callers choose."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from burnish.ir import Server
from burnish.settings import CLIENT_ARGUMENTS

from .layout import Layout
from .spelling import identifier

__all__ = ["ServerOption", "addresses", "server_options", "server_url"]

MARKS = frozenset("{}=")
"""What the names of variables cannot hold."""


class ServerOption(Struct, frozen=True):
    """A constructor argument that fills a variable of base URLs; `choices` are the values that are known.

    `default` is that of the default server.
    """

    argument: str
    variable: str
    env: str
    default: str
    choices: tuple[str, ...]


def addresses(layout: Layout) -> tuple[Server, ...]:
    """The servers that have a host, the default first."""
    return tuple(server for server in layout.api.servers if "://" in server_url(server))


def server_options(layout: Layout, taken: Iterable[str]) -> tuple[ServerOption, ...]:
    """The arguments for the variables of the default server that can be something else than their default.

    `taken` are the client's other arguments. SDKs that look like one of Stainless have none of these.
    """
    servers = addresses(layout)
    if not servers or layout.settings.compat.stainless:
        return ()
    reserved = CLIENT_ARGUMENTS.union(taken)
    found: list[ServerOption] = []
    for variable in servers[0].variables:
        wire = variable.name.wire
        fixed = len(variable.choices) == 1 or f"{{{wire}}}" not in servers[0].url
        if fixed or not MARKS.isdisjoint(wire + variable.default):
            continue
        argument = identifier(variable.name.words)
        argument = f"server_{argument}" if argument in reserved else argument
        env = f"{layout.env_prefix}_{argument.upper().rstrip('_')}"
        found.append(ServerOption(argument, wire, env, variable.default, variable.choices))
    return tuple(found)


def server_url(server: Server, options: Iterable[ServerOption] = ()) -> str:
    """A server's URL; a variable that an option fills stands there with its default, others are their default."""
    filled = {option.variable for option in options}
    url = server.url
    for variable in server.variables:
        name, default = variable.name.wire, variable.default
        url = url.replace(f"{{{name}}}", f"{{{name}={default}}}" if name in filled else default)
    return url.rstrip("/")
