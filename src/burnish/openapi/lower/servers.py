"""Servers: base URLs with a name for each, and the ones that single operations ask for."""

from __future__ import annotations

import re

from burnish.ir import Server, ServerVariable
from burnish.source import Obj

from ..naming import words
from .docs import docs_of
from .reading import elements, members, strings, text
from .scope import Scope

__all__ = ["Servers"]

# What people call the places an API runs at, and the name of the environment.
KNOWN = {
    "production": "production",
    "prod": "production",
    "live": "production",
    "sandbox": "sandbox",
    "staging": "staging",
    "stage": "staging",
    "preprod": "staging",
    "test": "test",
    "testing": "test",
    "qa": "test",
    "uat": "uat",
    "development": "development",
    "dev": "development",
    "local": "local",
    "localhost": "local",
    "demo": "demo",
    "mock": "mock",
    "preview": "preview",
    "beta": "beta",
    "eu": "eu",
    "us": "us",
}
DOMAIN_NOT_KIND = re.compile(r"\.(dev|live)(?=:|$)")
"""Top-level domains that anybody has, whatever runs there."""
VARIABLE = re.compile(r"\{[^{}]*\}")
STATED = ("name", "x-name", "x-server-name", "x-speakeasy-server-id", "x-fern-server-name")
LONGEST_NAME = 3  # words of a description that still make a name
COMMON = frozenset(("api", "www", "com", "org", "net", "io", "server", "the", "url", "http", "https", "v1", "v2", "v3"))


class Servers:
    """The servers of an API; those that operations bring are added after the API's own."""

    def __init__(self, scope: Scope) -> None:
        """Take the settings' environments, or the servers of the description."""
        self._scope = scope
        self._found: dict[str, Server] = {}
        for name, url in scope.settings.environments.urls:
            self._found.setdefault(url, Server(name, url))
        if not self._found:
            for node in elements(scope.canonical.document.get("servers")):
                self.add(node)
        self._own = frozenset(text(node, "url") for node in elements(scope.canonical.document.get("servers")))

    def all(self) -> tuple[Server, ...]:
        """Every server, the default first."""
        return tuple(self._found.values())

    def of_operation(self, node: Obj) -> str:
        """The name of the server an operation goes to; empty for those of the API."""
        listed = elements(node.get("servers"))
        if not listed or any(text(item, "url") in self._own for item in listed):
            return ""
        return self.add(listed[0]).name

    def add(self, node: Obj) -> Server:
        """The server of a node, named once."""
        url = text(node, "url") or "/"
        if url not in self._found:
            variables = tuple(self.variable(name, item) for name, item in members(node, "variables"))
            self._found[url] = Server(self.name(node, url), url, variables, docs_of(node))
        return self._found[url]

    def variable(self, name: str, node: Obj) -> ServerVariable:
        """A variable of a URL."""
        default = node.get("default")
        choices = strings(node.get("enum"))
        text_ = (
            default if isinstance(default, str) else choices[0] if choices else "" if default is None else str(default)
        )
        return ServerVariable(self._scope.name(name), text_, choices)

    def name(self, node: Obj, url: str) -> str:
        """A name that no other server has: stated, known, from the description, from the host."""
        taken = {server.name for server in self._found.values()}
        offers = [*stated_names(node), *known_names(node, url), *url_names(url), *described_names(node)]
        if not taken:
            offers = [*stated_names(node), *known_names(node, url), "production"]
        free = next((offer for offer in offers if offer and offer not in taken), "")
        return free or f"server_{len(taken) + 1}"


def stated_names(node: Obj) -> list[str]:
    """The name of OpenAPI 3.2, or of an extension."""
    return [
        "_".join(words(text(node, "name", "x-name", "x-server-name", "x-speakeasy-server-id", "x-fern-server-name")))
    ]


def known_names(node: Obj, url: str) -> list[str]:
    """Words for kinds of environments, in the description first."""
    authority, path = split_url(url)
    host = DOMAIN_NOT_KIND.sub("", VARIABLE.sub("", authority))
    found = [*words(text(node, "description")), *words(host), *words(path)]
    return [KNOWN[word] for word in found if word in KNOWN]


def described_names(node: Obj) -> list[str]:
    """A short description as a name."""
    found = [word for word in words(text(node, "description")) if word not in COMMON]
    return ["_".join(found)] if 0 < len(found) <= LONGEST_NAME else []


def url_names(url: str) -> list[str]:
    """Words of the URL: of its subdomain, then of its path, then of its domain."""
    authority, path = split_url(url)
    *subdomain, domain, _ = ["", "", *authority.partition(":")[0].split(".")]
    if VARIABLE.search(authority) and not any(words(VARIABLE.sub(" ", part)) for part in subdomain):
        subdomain.append("custom")
    levels = [words(VARIABLE.sub(" ", part)) for part in (*subdomain, path, domain)]
    return ["_".join(level) for level in levels] + ["_".join(word for level in levels for word in level)]


def split_url(url: str) -> tuple[str, str]:
    """Authority and path of a URL template, which `urllib` may refuse (`https://[host]`, `{port}`)."""
    rest = url.partition("://")[2]
    authority, _, path = (rest or url).partition("/")
    return (authority, path) if rest else ("", url)
