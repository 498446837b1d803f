"""Servers: base URLs and the environments they stand for."""

from __future__ import annotations

import re

from burnish.ir import Server, ServerVariable
from burnish.source import Arr, Obj, Value

from ..naming import words
from .types import Types, docs_of, text_of

__all__ = ["lower_servers"]

KNOWN = ("production", "sandbox", "staging", "test", "development", "local", "demo", "beta", "live")
ALIASES = {"prod": "production", "dev": "development", "stage": "staging", "testing": "test", "localhost": "local"}


def lower_servers(node: Value, types: Types) -> tuple[Server, ...]:
    """Lower servers; the environments of the settings take their place."""
    configured = types.settings.environments.urls
    if configured:
        return tuple(Server(name, url) for name, url in configured)
    found: list[Server] = []
    for index, item in enumerate(node if isinstance(node, Arr) else ()):
        if isinstance(item, Obj) and isinstance(url := item.get("url"), str):
            name = unique(environment_name(item, url, index), [server.name for server in found])
            found.append(Server(name, url, variables_of(item, types), docs_of(item)))
    return tuple(found)


def environment_name(node: Obj, url: str, index: int) -> str:
    """A name: what the server calls itself, else a usual word in its description or host, else its host's words."""
    own = text_of(node.get("name")) or text_of(node.get("x-name"))
    if own:
        return "_".join(words(own)) or "production"
    host = re.sub(r"^[a-z]+://", "", url).partition("/")[0]
    for text in (text_of(node.get("description")), host):
        for word in words(text):
            word = ALIASES.get(word, word)
            if word in KNOWN:
                return "production" if word == "live" else word
    if index == 0:
        return "production"
    return "_".join(word for word in words(host) if word not in ("com", "org", "net", "io", "api", "www")) or "other"


def unique(name: str, taken: list[str]) -> str:
    """A name that no earlier server has."""
    made = name
    letters = iter("bcdefghijklmnopqrstuvwxyz")
    while made in taken:
        made = f"{name}_{next(letters)}"
    return made


def variables_of(node: Obj, types: Types) -> tuple[ServerVariable, ...]:
    """The variables of a server URL."""
    listed = node.get("variables")
    found: list[ServerVariable] = []
    for name, item in listed.items() if isinstance(listed, Obj) else ():
        if isinstance(item, Obj):
            enum = item.get("enum")
            choices = tuple(str(value) for value in enum) if isinstance(enum, Arr) else ()
            default = item.get("default")
            found.append(ServerVariable(types.name(name, "variable"), "" if default is None else str(default), choices))
    return tuple(found)
