"""What the constructor of a client says about its arguments, in the order of its signature."""

from __future__ import annotations

from collections.abc import Iterator

from burnish.code import Code
from burnish.ir import ApiKey, Bearer, Location, SecurityScheme
from burnish.settings import BodyDefault, RoutingSettings, Settings

from .credentials import Credential
from .layout import Layout
from .servers import ServerOption, addresses
from .spelling import docstring

__all__ = ["constructor_doc"]

PARTS = {
    "username": "The user name",
    "password": "The password",
    "client_id": "The id of the OAuth 2.0 client",
    "client_secret": "The secret of the OAuth 2.0 client",
    "refresh_token": "The token that renews the bearer token",
}


def constructor_doc(
    layout: Layout,
    settings: Settings,
    given: tuple[Credential, ...],
    variables: tuple[ServerOption, ...],
    *,
    receiver: bool,
    asynchronous: bool,
) -> Code:
    """The docstring of a constructor; `receiver` says whether the client verifies webhooks."""
    env = f"{layout.env_prefix}_BASE_URL"
    clients = "httpx2, httpx, aiohttp or pyreqwest" if asynchronous else "httpx2, httpx or pyreqwest"
    own = f"A client of {clients}, which stays open; its name; or `HttpSettings` with a proxy, certificates, HTTP/2."
    sections = [
        *((each.argument, about_credential(each, layout, asynchronous=asynchronous)) for each in given),
        *((option.argument, about_option(option)) for option in settings.client.options),
        *(entry for route in settings.client.routing for entry in about_route(route)),
        *((variable.argument, about_variable(variable)) for variable in variables),
    ]
    if receiver:
        secret = f"{layout.env_prefix}_WEBHOOK_SECRET"
        sections.append(("webhook_secret", asked("What deliveries are signed with; several while they rotate", secret)))
    if len(addresses(layout)) > 1:
        sections.append(("environment", "The server to talk to; the first where it is None."))
    sections.append(("base_url", asked("Where the API is", env)))
    if settings.client.base_url_alias:
        alias = settings.client.base_url_alias
        sections.append((alias, asked("The same as `base_url`", f"{layout.env_prefix}_{alias.upper()}")))
    sections += [
        ("timeout", "Seconds between bytes, or a `Timeout` for each phase; None for no limit."),
        ("max_retries", "How often a failed request is repeated when that is safe."),
        ("default_headers", "Headers of every request."),
        ("default_query", "Query parameters of every request."),
        ("http_client", own),
        ("middleware", "Functions around every attempt, outermost first."),
        ("strict", "Raise `APIResponseValidationError` for answers that break the description."),
        (
            "on_drift",
            "Told of values that break the description and were kept: operation, JSON pointer, reason.",
        ),
    ]
    return docstring(
        "Make a client; no connection is opened before the first request.",
        indent=8,
        sections=tuple(sections),
        raises=((f"{layout.client}Error", "a credential is missing, or nothing says where the API is."),),
    )


def asked(what: str, env: str) -> str:
    """A sentence about an argument, and the environment variable that stands in for it."""
    return f"{what}; the environment variable `{env}` is asked next." if env else f"{what}."


def about_credential(credential: Credential, layout: Layout, *, asynchronous: bool) -> str:
    """What a credential is."""
    scheme = next((scheme for scheme in layout.api.auth if scheme.id == credential.scheme), None)
    what = PARTS.get(credential.part) or about_scheme(scheme, layout)
    function = "a function or coroutine function" if asynchronous else "a function"
    return asked(f"{what}, or {function} that gives it" if credential.callable else what, credential.env)


def about_scheme(scheme: SecurityScheme | None, layout: Layout) -> str:
    """What the one credential of a scheme is; of several keys, each is told by where it travels."""
    match scheme:
        case Bearer():
            return "The bearer token"
        case ApiKey(location=Location.COOKIE, parameter=name):
            return f"The cookie `{name}`"
        case ApiKey(location=Location.HEADER, parameter=name) if several_keys(layout):
            return f"The header `{name}`"
        case _:
            return "The API key"


def several_keys(layout: Layout) -> bool:
    """Whether an API has more than one key in headers."""
    return sum(isinstance(scheme, ApiKey) and scheme.location is Location.HEADER for scheme in layout.api.auth) > 1


def about_option(option: BodyDefault) -> str:
    """What a client option does."""
    match option.location:
        case "client":
            what = "An option of this client"
        case "every":
            what = f"Sent as the header `{option.field}` of every request"
        case _:
            what = f"Fills `{option.field}` where a call leaves it out"
    return asked(f"{what} (default: `{option.default}`)" if option.default else what, option.env)


def about_variable(variable: ServerOption) -> str:
    """What a part of the base URL is."""
    default = f" (default: `{variable.default}`)" if variable.default else ""
    return asked(f"The part `{variable.variable}` of the base URL{default}", variable.env)


def about_route(route: RoutingSettings) -> Iterator[tuple[str, str]]:
    """What a second base URL is for."""
    yield route.argument, asked(f"The base URL of {spoken(route.resources)}", route.env)
    if route.resources_argument:
        yield route.resources_argument, f"The resources that are asked for at `{route.argument}`."


def spoken(names: tuple[str, ...]) -> str:
    """Names in a sentence: `` `a`, `b` and `c` ``."""
    quoted = [f"`{name}`" for name in names]
    return " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1]))) if quoted else ""
