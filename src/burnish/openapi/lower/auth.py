"""Auth: the credentials an SDK knows how to send, and which of them an operation wants."""

from __future__ import annotations

from burnish.ir import ApiKey, Basic, Bearer, ClientCredentials, Docs, Location, SecurityScheme
from burnish.settings import SchemeSettings
from burnish.source import Arr, Obj, Value

from .codes import SECURITY_UNUSED, UNKNOWN_SECURITY, UNSUPPORTED_AUTH
from .docs import docs_of
from .reading import elements, entries, member, members, text
from .scope import Scope

__all__ = ["Security", "default_security", "is_stated", "lower_auth", "lower_security"]

Security = tuple[tuple[str, ...], ...]
LOCATIONS = {"header": Location.HEADER, "query": Location.QUERY, "cookie": Location.COOKIE}


def lower_auth(scope: Scope) -> tuple[SecurityScheme, ...]:
    """The security schemes: those of the description in its order, then those that only the settings have."""
    found: list[SecurityScheme] = []
    stated = {item.id: scheme_node(item, scope.canonical.document) for item in scope.settings.security.schemes}
    described = dict(members(member(scope.canonical.document, "components"), "securitySchemes"))
    for name, node in (described | stated).items():
        scheme = lower_scheme(name, node, scope)
        if scheme is not None:
            found.append(scheme)
    return tuple(found)


def scheme_node(scheme: SchemeSettings, document: Obj) -> Obj:
    """A scheme of the settings as OpenAPI writes it; its place is that of the description's components."""
    at = document.at / "components"
    flow: dict[str, Value] = {"tokenUrl": scheme.token_url, "scopes": Obj(at)}
    told: dict[str, Value] = {
        "type": scheme.type,
        "scheme": scheme.scheme,
        "name": scheme.name,
        "in": scheme.location,
        "flows": Obj(at, {"clientCredentials": Obj(at, flow)} if scheme.token_url else {}),
    }
    return Obj(at, told)


def lower_scheme(name: str, node: Obj, scope: Scope) -> SecurityScheme | None:
    """One scheme; None for those that live below HTTP."""
    match text(node, "type").lower():
        case "apikey" if text(node, "name"):
            return ApiKey(name, LOCATIONS.get(text(node, "in"), Location.HEADER), text(node, "name"), docs_of(node))
        case "basic":
            return Basic(name, docs_of(node))
        case "http":
            return http_scheme(name, node, scope)
        case "oauth2":
            return oauth2_scheme(name, node)
        case "openidconnect":
            return Bearer(name, explained(node, text(node, "openIdConnectUrl")))
        case kind:
            repair = "the HTTP client must be set up for it"
            scope.warn(UNSUPPORTED_AUTH, node.at, name=name, found=kind or "no type", repair=repair)
            return None


def http_scheme(name: str, node: Obj, scope: Scope) -> SecurityScheme:
    """A scheme of the header `Authorization` (RFC 9110, 11.6.2)."""
    word = text(node, "scheme")
    match word.lower():
        case "bearer":
            return Bearer(name, docs_of(node))
        case "basic":
            return Basic(name, docs_of(node))
        case _:
            repair = "the caller gives the whole value of the header Authorization"
            scope.warn(UNSUPPORTED_AUTH, node.at, name=name, found=f"http {word}", repair=repair)
            return ApiKey(name, Location.HEADER, "Authorization", docs_of(node))


def oauth2_scheme(name: str, node: Obj) -> SecurityScheme:
    """OAuth 2.0: client credentials are fetched by the SDK; for every other flow the caller brings the token."""
    flow = member(member(node, "flows"), "clientCredentials")
    if flow is None and text(node, "flow") == "application":
        flow = node
    if flow is None or not text(flow, "tokenUrl"):
        url = next((text(item, "tokenUrl", "authorizationUrl") for _, item in members(node, "flows")), "")
        return Bearer(name, explained(node, url))
    return ClientCredentials(name, text(flow, "tokenUrl"), tuple(entries(flow, "scopes")), docs_of(node))


def explained(node: Obj, url: str) -> Docs:
    """The docs of a scheme whose token the caller gets elsewhere."""
    docs = docs_of(node)
    told = f"The caller brings the token ({url})." if url else "The caller brings the token."
    return Docs(docs.summary, f"{docs.description}\n\n{told}".strip(), docs.examples, docs.deprecated)


def lower_security(node: Obj, scope: Scope, schemes: tuple[SecurityScheme, ...]) -> Security:
    """The alternatives of an operation or of the whole API; `{}` among them is anonymous access."""
    known = {scheme.id for scheme in schemes}
    declared = frozenset(entries(member(scope.canonical.document, "components"), "securitySchemes"))
    found: list[tuple[str, ...]] = []
    for requirement in elements(node.get("security")):
        for name in requirement:
            if name not in declared:
                scope.warn(UNKNOWN_SECURITY, requirement.at, name=name)
        names = tuple(name for name in requirement if name in known)
        if (names or not requirement or any(name in declared for name in requirement)) and names not in found:
            found.append(names)
    return tuple(found)


def default_security(scope: Scope, schemes: tuple[SecurityScheme, ...]) -> Security:
    """What the API as a whole asks for; where nothing asks for anything, every scheme, and none, is an alternative."""
    document = scope.canonical.document
    known = {scheme.id for scheme in schemes}
    stated = scope.settings.security.alternatives
    if stated is not None:
        return tuple(names for names in stated if known.issuperset(names))
    if "security" in document:
        return lower_security(document, scope, schemes)
    asked = any("security" in operation.node for operation in scope.canonical.operations)
    if asked or not schemes:
        return ()
    scope.warn(SECURITY_UNUSED, document.at / "components")
    return (*((scheme.id,) for scheme in schemes), ())


def is_stated(node: Obj, scope: Scope) -> bool:
    """Whether an operation says itself what it wants, and no setting says it for all."""
    return isinstance(node.get("security"), Arr) and scope.settings.security.alternatives is None
