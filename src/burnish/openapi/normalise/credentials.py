"""Credentials that are described as a header parameter, in the form of a security scheme.

OpenAPI 3 ignores parameters called `Authorization` (Parameter Object: name), and Swagger 2.0 had no scheme for bearer
tokens. Where an operation says in no other way how to authenticate, the parameter does; so does one such as `X-API-Key`
that most operations have, as handlers of FastAPI declare it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from burnish.diagnostics import Report
from burnish.source import Arr, Obj

from .codes import AUTHORIZATION_PARAMETER

__all__ = ["key_header", "secure_by_parameter"]

BEARER, WHOLE, KEY = "bearerAuth", "authorization", "apiKey"
# Headers that take nothing but a key.
KEYS = frozenset(("api-key", "apikey", "x-access-token", "x-api-key", "x-api-token", "x-apikey", "x-auth-token"))


def key_header(operations: Sequence[Obj]) -> str:
    """The header, in lower case, in which most operations take a key as a parameter; empty if there is none."""
    found = Counter(name for node in operations for name in {name_of(item) for item in parameters(node)} & KEYS)
    name, count = min(found.items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))
    return name if 2 * count > len(operations) else ""


def secure_by_parameter(node: Obj, schemes: Obj, report: Report, key: str = "") -> None:
    """Give an operation the requirement that its header parameter `Authorization`, or `key`, stands for, in place.

    A scheme of that header that is described is used, though nobody refers to it; else `schemes` gets one.
    """
    listed = parameters(node)
    found = [item for item in listed if name_of(item) in (WHOLE, key or WHOLE)]
    if not found or node.get("security"):
        return
    parameter = found[0]
    report.add(AUTHORIZATION_PARAMETER, parameter.at, header=str(parameter.get("name")))
    name = next((name for name, scheme in schemes.items() if isinstance(scheme, Obj) and fits(scheme, parameter)), "")
    if not name:
        name, scheme = described(parameter)
        schemes[name] = scheme
    node["parameters"] = Arr(node.at, [item for item in listed if item is not parameter])
    needed = Obj(node.at, {name: Arr(node.at)})
    node["security"] = Arr(node.at, [needed] if parameter.get("required") is True else [needed, Obj(node.at)])


def parameters(node: Obj) -> list[Obj]:
    """The parameters of an operation."""
    listed = node.get("parameters")
    return [item for item in listed if isinstance(item, Obj)] if isinstance(listed, Arr) else []


def name_of(parameter: Obj) -> str:
    """The name of a header parameter, or of the header of an API key, in lower case; empty for another."""
    return str(parameter.get("name")).lower() if parameter.get("in") == "header" else ""


def fits(scheme: Obj, parameter: Obj) -> bool:
    """Whether a scheme's credential travels in the header of a parameter."""
    return name_of(scheme) == name_of(parameter) or (name_of(parameter) == WHOLE and in_header(scheme))


def in_header(scheme: Obj) -> bool:
    """Whether a scheme's credential travels in the header `Authorization` (RFC 9110, 11.6.2)."""
    kind = str(scheme.get("type")).lower()
    return kind in ("http", "basic", "oauth2", "openidconnect")


def described(parameter: Obj) -> tuple[str, Obj]:
    """The scheme of a parameter: a bearer token if it says so, else the whole value of the header."""
    at, header = parameter.at, str(parameter.get("name"))
    if name_of(parameter) != WHOLE:
        return KEY, Obj(at, {"type": "apiKey", "in": "header", "name": header})
    if "bearer" in repr(dict(parameter)).lower():
        return BEARER, Obj(at, {"type": "http", "scheme": "bearer"})
    return WHOLE, Obj(at, {"type": "apiKey", "in": "header", "name": "Authorization"})
