"""Auth: security schemes, and which of them an operation needs."""

from __future__ import annotations

from burnish.ir import ApiKey, Basic, Bearer, ClientCredentials, Location, SecurityScheme
from burnish.source import Arr, Obj, Value

from .codes import SCHEME_UNSUPPORTED
from .types import Types, docs_of, text_of

__all__ = ["lower_schemes", "lower_security"]

LOCATIONS = {"header": Location.HEADER, "query": Location.QUERY, "cookie": Location.COOKIE}


def lower_schemes(document: Obj, types: Types) -> tuple[SecurityScheme, ...]:
    """Lower the security schemes of the document."""
    components = document.get("components")
    listed = components.get("securitySchemes") if isinstance(components, Obj) else None
    return tuple(
        lower_scheme(name, node, types)
        for name, node in (listed.items() if isinstance(listed, Obj) else ())
        if isinstance(node, Obj)
    )


def lower_scheme(name: str, node: Obj, types: Types) -> SecurityScheme:
    """Lower one scheme; kinds that need a person or a browser become a token that the caller brings."""
    docs = docs_of(node)
    kind, scheme = text_of(node.get("type")), text_of(node.get("scheme")).lower()
    if kind == "apiKey" and node.get("in") in LOCATIONS:
        location, parameter = LOCATIONS[text_of(node.get("in"))], text_of(node.get("name"))
        if (
            location is Location.HEADER
            and parameter.lower() == "authorization"
            and "bearer" in docs.description.lower()
        ):
            return Bearer(name, docs)
        return ApiKey(name, location, parameter or name, docs)
    if kind == "basic" or (kind == "http" and scheme == "basic"):
        return Basic(name, docs)
    if kind == "http" and scheme == "bearer":
        return Bearer(name, docs)
    if kind == "oauth2" and (flow := credentials_flow(node)) is not None:
        scopes = flow.get("scopes")
        return ClientCredentials(
            name, text_of(flow.get("tokenUrl")), tuple(scopes) if isinstance(scopes, Obj) else (), docs
        )
    if kind not in ("oauth2", "openIdConnect"):
        types.report.add(SCHEME_UNSUPPORTED, node.at, name=name, kind=" ".join(filter(None, (kind, scheme))) or "none")
    return Bearer(name, docs)


def credentials_flow(node: Obj) -> Obj | None:
    """The client credentials flow, if it is the only one: with another flow the token is a user's."""
    if node.get("flow") == "application":
        return node
    flows = node.get("flows")
    if not isinstance(flows, Obj) or len([f for f in flows if not f.startswith("x-")]) != 1:
        return None
    flow = flows.get("clientCredentials")
    return flow if isinstance(flow, Obj) else None


def lower_security(value: Value, schemes: tuple[SecurityScheme, ...]) -> tuple[tuple[str, ...], ...]:
    """The alternatives of a security requirement; unknown schemes are passed over."""
    known = {scheme.id for scheme in schemes}
    return tuple(
        tuple(name for name in alternative if name in known)
        for alternative in (value if isinstance(value, Arr) else ())
        if isinstance(alternative, Obj)
    )
