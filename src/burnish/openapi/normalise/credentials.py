"""Credentials that are described as a header parameter, in the form of a security scheme.

OpenAPI 3 ignores parameters called `Authorization` (Parameter Object: name), and Swagger 2.0 had no scheme for bearer
tokens. Where an operation says in no other way how to authenticate, the parameter does.
"""

from __future__ import annotations

from burnish.diagnostics import Report
from burnish.source import Arr, Obj

from .codes import AUTHORIZATION_PARAMETER

__all__ = ["secure_by_parameter"]

BEARER, WHOLE = "bearerAuth", "authorization"


def secure_by_parameter(node: Obj, schemes: Obj, report: Report) -> None:
    """Give an operation the requirement that its header parameter `Authorization` stands for, in place.

    A scheme of that header that is described is used, though nobody refers to it; else `schemes` gets one.
    """
    listed = node.get("parameters")
    found = [item for item in listed if isinstance(item, Obj) and authorizes(item)] if isinstance(listed, Arr) else []
    if not found or node.get("security"):
        return
    parameter = found[0]
    report.add(AUTHORIZATION_PARAMETER, parameter.at)
    name = next((name for name, scheme in schemes.items() if isinstance(scheme, Obj) and in_header(scheme)), "")
    if not name:
        name, scheme = described(parameter)
        schemes[name] = scheme
    needed = Obj(node.at, {name: Arr(node.at)})
    node["security"] = Arr(node.at, [needed] if parameter.get("required") is True else [needed, Obj(node.at)])


def authorizes(parameter: Obj) -> bool:
    """Whether a parameter is the header `Authorization`."""
    return parameter.get("in") == "header" and str(parameter.get("name")).lower() == "authorization"


def in_header(scheme: Obj) -> bool:
    """Whether a scheme's credential travels in the header `Authorization` (RFC 9110, 11.6.2)."""
    kind = str(scheme.get("type")).lower()
    return kind in ("http", "basic", "oauth2", "openidconnect") or authorizes(scheme)


def described(parameter: Obj) -> tuple[str, Obj]:
    """The scheme of a parameter: a bearer token if it says so, else the whole value of the header."""
    at = parameter.at
    if "bearer" in repr(dict(parameter)).lower():
        return BEARER, Obj(at, {"type": "http", "scheme": "bearer"})
    return WHOLE, Obj(at, {"type": "apiKey", "in": "header", "name": "Authorization"})
