"""Configuration: the constant of an SDK that tells its runtime about the API."""

from __future__ import annotations

from burnish.code import Code, Import, join
from burnish.ir import ApiKey, Basic, Bearer, ClientCredentials, Location, Renewal, SecurityScheme
from burnish.settings import BodyDefault, QuerySettings, RoutingSettings, Settings

from .annotate import RUNTIME
from .credentials import Credential
from .layout import Layout
from .servers import ServerOption, addresses, server_url
from .spelling import literal

__all__ = ["config", "table"]


def table(entries: dict[str, Code]) -> Code:
    """A dict literal with string keys."""
    inner = join(", ", [Code(f"{literal(key)}: {value}", value.imports) for key, value in entries.items()])
    return Code(f"{{{inner}}}", inner.imports)


def config(
    layout: Layout, settings: Settings, given: tuple[Credential, ...], options: tuple[ServerOption, ...]
) -> Code:
    """The constant that tells the runtime about this API; `options` fill variables of its base URLs."""
    arguments = {
        **about_package(layout, options),
        **about_credentials(layout, settings, given),
        **about_limits(settings),
        **about_calls(settings),
    }
    body = join(", ", [Code(f"{key}={value}", value.imports) for key, value in arguments.items()])
    return Code(f"ClientConfig({body})", body.imports | {Import(RUNTIME, "ClientConfig")})


def about_package(layout: Layout, options: tuple[ServerOption, ...]) -> dict[str, Code]:
    """What the SDK is called, and where its API is."""
    urls = {server.name: literal(server_url(server, options)) for server in addresses(layout)}
    found = {
        "name": literal(layout.client),
        "package": literal(layout.package),
        "version": Code("__version__", frozenset((Import("._version", "__version__"),))),
        "env_prefix": literal(layout.env_prefix),
        "base_url": next(iter(urls.values()), literal("")),
    }
    if len(urls) > 1:
        found["environments"] = table(urls)
    if options:
        found["server_variables"] = tuple_of([variable_code(option) for option in options])
    return found


def variable_code(option: ServerOption) -> Code:
    """A variable of base URLs."""
    facts = (option.argument, option.variable, option.env)
    return made("ServerVariable", ", ".join(str(literal(fact)) for fact in facts))


def about_credentials(layout: Layout, settings: Settings, given: tuple[Credential, ...]) -> dict[str, Code]:
    """How clients prove who they are."""
    found: dict[str, Code] = {}
    if schemes := [auth for scheme in layout.api.auth if (auth := scheme_code(scheme, given))]:
        found["auth"] = tuple_of(schemes)
        found["security"] = Code("(" + "".join(f"{one_of(names)}, " for names in layout.api.security).strip() + ")")
    if usual := {item.argument: literal(item.default) for item in settings.client.auth if item.default}:
        found["credential_defaults"] = table(usual)
    return found


def about_limits(settings: Settings) -> dict[str, Code]:
    """Time-outs, retries and connections, where they are not the usual ones."""
    client, defaults = settings.client, Settings().client
    limits = (
        ("timeout", client.timeout, defaults.timeout),
        ("connect_timeout", client.connect_timeout, defaults.connect_timeout),
        ("max_retries", client.retries.max, defaults.retries.max),
        ("initial_delay", client.retries.initial_delay, defaults.retries.initial_delay),
        ("max_delay", client.retries.max_delay, defaults.retries.max_delay),
        ("max_retry_after", client.retries.max_retry_after, defaults.retries.max_retry_after),
        ("unsafe_retries", client.retries.unsafe == "always", False),
        ("idempotency_header", client.idempotency_header, ""),
        ("max_connections", client.max_connections, defaults.max_connections),
    )
    return {name: literal(value) for name, value, usual in limits if value != usual}


def about_calls(settings: Settings) -> dict[str, Code]:
    """What all calls have in common: headers, the format of queries, second servers, options that fill fields."""
    found: dict[str, Code] = {}
    if settings.client.headers:
        found["default_headers"] = literal(dict(settings.client.headers))
    if settings.query.arrays or settings.query.nested:
        found["query_format"] = format_code(settings.query)
    if routes := [route_code(route) for route in settings.client.routing]:
        found["routes"] = tuple_of(routes)
    if options := [default_code(option) for option in settings.client.options]:
        found["options"] = tuple_of(options)
    return found


def tuple_of(items: list[Code]) -> Code:
    """A tuple of calls."""
    inner = join(", ", items)
    return Code(f"({inner},)", inner.imports)


def one_of(names: tuple[str, ...]) -> str:
    """A tuple of strings."""
    return "(" + "".join(f"{literal(name)}, " for name in names).strip() + ")"


def scheme_code(scheme: SecurityScheme, given: tuple[Credential, ...]) -> Code:
    """A security scheme as the runtime's description of it; empty for one that nothing uses."""
    own = {credential.part: credential for credential in given if credential.scheme == scheme.id}
    if not own:
        return Code("")

    def argument(part: str) -> str:
        credential = own.get(part)
        return f"{literal(credential.argument)}, {literal(credential.env)}" if credential else '"", ""'

    match scheme:
        case ApiKey(id=id_, location=location, parameter=parameter):
            places = {Location.QUERY: "query", Location.COOKIE: "cookie"}
            where = places.get(location, "header")
            return made("ApiKeyAuth", f"{literal(id_)}, {argument('')}, {literal(where)}, {literal(parameter)}")
        case Bearer(id=id_, renewal=renewal):
            return bearer_code(f"{literal(id_)}, {argument('')}", argument("refresh_token"), renewal)
        case Basic(id=id_):
            return made("BasicAuth", f"{literal(id_)}, {argument('username')}, {argument('password')}")
        case ClientCredentials(id=id_, token_url=url, scopes=scopes):
            pair = f"{argument('client_id')}, {argument('client_secret')}"
            return made("ClientCredentialsAuth", f"{literal(id_)}, {pair}, {literal(url)}, {one_of(scopes)}")


def bearer_code(own: str, refresh: str, renewal: Renewal | None) -> Code:
    """A bearer scheme, and how its tokens are renewed; field names that are the usual ones are not said."""
    if renewal is None:
        return made("BearerAuth", own)
    fields = {
        "parameter": (renewal.parameter, "refresh_token"),
        "access_token": (renewal.access_token, "access_token"),
        "refresh_token": (renewal.refresh_token, "refresh_token"),
        "expires_in": (renewal.expires_in, "expires_in"),
    }
    said = [f"{name}={literal(value)}" for name, (value, usual) in fields.items() if value != usual]
    inner = made("TokenRefresh", ", ".join([refresh, str(literal(renewal.path)), *said]))
    return Code(f"BearerAuth({own}, {inner})", inner.imports | made("BearerAuth", "").imports)


def made(name: str, arguments: str) -> Code:
    """A call of a class of the runtime."""
    return Code(f"{name}({arguments})", frozenset((Import(RUNTIME, name),)))


def format_code(query: QuerySettings) -> Code:
    """How queries are written; what settings leave out is as OpenAPI has it."""
    return made("QueryFormat", f"{literal(query.arrays or 'repeat')}, {literal(query.nested or 'brackets')}")


def route_code(route: RoutingSettings) -> Code:
    """A second base URL."""
    parts = [literal(route.argument), literal(route.env), Code(one_of(route.resources)), Code(one_of(route.required))]
    if route.resources_argument:
        parts.append(literal(route.resources_argument))
    return made("Route", join(", ", parts).text)


def default_code(option: BodyDefault) -> Code:
    """A client option that fills a field of every call."""
    return made(
        "CallDefault",
        ", ".join(
            str(literal(v)) for v in (option.argument, option.field, option.location, option.env, option.default)
        ),
    )
