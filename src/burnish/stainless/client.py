"""The client: its options, retries, headers and security."""

from __future__ import annotations

import re
from collections.abc import Iterator

from burnish.settings import (
    AuthOption,
    BodyDefault,
    ClientSettings,
    RetrySettings,
    SchemeSettings,
    SecuritySettings,
)
from burnish.source import Arr, Obj

from .grammar import AUTH, CLIENT, OPT, SCHEME, SCHEME_AUTH
from .names import snake
from .section import Section

__all__ = ["client_settings", "duration", "security_settings"]

# ISO 8601 durations of hours, minutes and seconds.
DURATION = re.compile(r"PT(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?")
TYPES = ("string", "integer", "number", "boolean")
# Where an option is sent, by the key that says so: in every request, in those that have such a field, or in the URL.
PLACES = (
    ("send_in_header", "every"),
    ("send_as_query_param", "every-query"),
    ("send_as_body_param", "body"),
    ("server_variable", "server"),
)
ROLES = {"username": "username", "password": "password", "client_id": "client_id", "client_secret": "client_secret"}


def client_settings(root: Section, organization: str, class_name: str) -> ClientSettings:
    """The client class and its constructor."""
    table = root.section("client_settings").check(CLIENT)
    opts = list(table.section("opts").sections())
    defaults = ClientSettings()
    return ClientSettings(
        name=class_name,
        env_prefix=table.text("default_env_prefix") or snake(organization).upper(),
        timeout=duration(table, "default_timeout") or defaults.timeout,
        max_connections=defaults.max_connections,
        idempotency_header=table.section("idempotency").text("header"),
        auth=tuple(auth_options(opts)),
        options=tuple(plain_options(opts)),
        retries=retries(table),
        headers=headers(table.section("default_headers")),
    )


def duration(table: Section, key: str) -> float | None:
    """Seconds, from milliseconds or ISO 8601; None where nothing is stated."""
    value = table.get(key)
    if isinstance(value, str) and (match := DURATION.fullmatch(value)) and any(match.groups()):
        hours, minutes, seconds = (float(part or 0) for part in match.groups())
        return hours * 3600 + minutes * 60 + seconds
    if isinstance(value, str):
        table.bad(key, "a number of milliseconds, or a duration of ISO 8601")
        return None
    found = table.number(key)
    return found / 1000 if found is not None else None


def retries(table: Section) -> RetrySettings:
    """How failed requests are repeated; Stainless repeats unsafe ones too."""
    stated, defaults = table.section("default_retries"), RetrySettings()
    count = stated.number("max_retries")
    return RetrySettings(
        max=int(count) if count is not None else defaults.max,
        initial_delay=stated.number("initial_delay_seconds") or defaults.initial_delay,
        max_delay=stated.number("max_delay_seconds") or defaults.max_delay,
        unsafe="always",
    )


def headers(table: Section) -> dict[str, str]:
    """Headers of every request."""
    return {name: table.text(name) for name in table.node if table.text(name)}


def auth_options(opts: list[tuple[str, Section]]) -> Iterator[AuthOption]:
    """The options that are credentials."""
    for name, opt in opts:
        if "auth" not in opt:
            continue
        opt.check(OPT)
        auth = opt.section("auth").check(AUTH)
        role = auth.text("role")
        yield AuthOption(
            argument=snake(name),
            scheme=auth.text("security_scheme"),
            env=opt.text("read_env"),
            part=ROLES.get(role, ""),
            required=not opt.flag("nullable"),
            default=literal_text(opt),
        )


def plain_options(opts: list[tuple[str, Section]]) -> Iterator[BodyDefault]:
    """The options that are no credentials: sent in a header, or kept on the client for what is written by hand."""
    for name, opt in opts:
        if "auth" in opt:
            continue
        opt.check(OPT)
        location, field = next(((where, text) for key, where in PLACES if (text := opt.text(key))), ("client", name))
        yield BodyDefault(
            argument=snake(name),
            field=field,
            location=location,
            env=opt.text("read_env"),
            type=opt.text("type") if opt.text("type") in TYPES else "",
            default=literal_text(opt),
        )


def literal_text(opt: Section) -> str:
    """The default of an option as text; empty without one."""
    default = opt.get("default")
    return "" if default is None or isinstance(default, Obj | Arr) else str(default)


def security_settings(root: Section) -> SecuritySettings:
    """Security as the configuration states it; it wins over that of the description."""
    stated = root.get("security")
    alternatives = tuple(tuple(item.node) for item in root.listed("security")) if isinstance(stated, Arr) else None
    schemes = tuple(scheme(name, entry.check(SCHEME)) for name, entry in root.section("security_schemes").sections())
    return SecuritySettings(alternatives, schemes)


def scheme(name: str, entry: Section) -> SchemeSettings:
    """A security scheme."""
    entry.section("x-stainless-auth").check(SCHEME_AUTH)
    credentials = entry.section("flows").section("clientCredentials")
    return SchemeSettings(
        id=name,
        type=entry.text("type"),
        scheme=entry.text("scheme"),
        name=entry.text("name"),
        location=entry.text("in") or "header",
        token_url=credentials.text("tokenUrl"),
    )
