# Copied from overlays/python/runtime/_auth.py; edit it there.
"""Credentials: which of them a request needs, and how they are put into it."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias, cast

from ._config import (
    ApiKeyAuth,
    AuthScheme,
    BasicAuth,
    BearerAuth,
    ClientConfig,
    ClientCredentialsAuth,
    TokenRefresh,
)
from ._exceptions import SDKError
from ._parameters import header_value

__all__ = ["Credentials", "Placement", "Renewable", "Token", "arguments_of", "checked_text"]

RENEW_BEFORE = 30.0
"""Seconds before its end from which a token is not used any more; one that holds for less is used half of its time."""
FOREVER = float("inf")
HOUR = 3600.0
OAUTH = TokenRefresh("", "", "")
"""The names that OAuth 2.0 gives to the fields of an answer with tokens."""

Renewable: TypeAlias = BearerAuth | ClientCredentialsAuth
"""Schemes whose tokens are fetched."""
Security: TypeAlias = tuple[tuple[str, ...], ...]


class Placement:
    """What credentials add to a request; it may be that of many requests.

    The last one for a request is made with the texts that were `awaited`, and takes tokens as they were just fetched.
    """

    def __init__(self, awaited: Mapping[str, str] | None = None) -> None:
        self.headers: dict[str, str] = {}
        self.query: dict[str, str] = {}
        self.cookies: dict[str, str] = {}
        self.awaited = awaited
        self.token_for: Renewable | None = None
        """A scheme whose token must be fetched first."""
        self.waits: dict[str, Awaitable[str]] = {}
        """Credentials that must be awaited first, by argument."""

    @property
    def complete(self) -> bool:
        """Whether nothing must be fetched or awaited first."""
        return self.token_for is None and not self.waits


class Token:
    """An access token, and until when it is used without asking for another, in seconds on the client's clock."""

    def __init__(self, text: str = "", good_until: float = 0.0) -> None:
        self.text = text
        self.good_until = good_until

    def usable(self, now: float) -> bool:
        """Whether it will still hold for a moment."""
        return bool(self.text) and now < self.good_until


class Credentials:
    """The credentials of one client; never shown."""

    def __init__(self, config: ClientConfig, given: Mapping[str, object], *, required: bool = True) -> None:
        """Take what the constructor was given, and the environment for the rest.

        They are not `required` by a client whose own headers have an `Authorization`.

        Raises:
            SDKError: no alternative of the API's security is satisfied.
        """
        self._config = config
        self._schemes = {scheme.id: scheme for scheme in config.auth}
        self._values = {argument: value for argument, value in given.items() if self._is_given(argument, value)}
        self._given = frozenset(self._values)
        for scheme in config.auth:
            for argument, env in arguments_of(scheme):
                if argument and argument not in self._values and (found := os.environ.get(env, "").strip()):
                    self._values[argument] = found
        self._values = {**config.credential_defaults, **self._values}
        self.tokens: dict[str, Token] = {}
        self._fixed: dict[Security | None, Placement] = {}
        if required and config.security and all(config.security) and not self.chosen(config.security):
            raise SDKError(self.missing())

    def __repr__(self) -> str:
        return f"<credentials: {', '.join(sorted(self._values)) or 'none'}>"

    def _is_given(self, argument: str, value: object) -> bool:
        """Whether an argument is there; an empty text is none, but as a user name or password (RFC 7617)."""
        if isinstance(value, str) and not value.strip():
            pairs = (scheme for scheme in self._config.auth if isinstance(scheme, BasicAuth))
            return any(argument in (scheme.username, scheme.password) for scheme in pairs)
        return value is not None

    def missing(self) -> str:
        """How to give the credentials that are missing: one way for each alternative of the API's security."""
        ways: dict[str, None] = {}
        for alternative in self._config.security:
            schemes = [self._schemes[name] for name in alternative if name in self._schemes]
            if len(schemes) == len(alternative):
                ways[", and ".join(map(way_of, schemes))] = None
        return f"no credentials: give {self._config.name} {', or '.join(ways)}"

    def chosen(self, security: Security) -> tuple[AuthScheme, ...]:
        """The schemes of the first alternative that there are credentials for; arguments win over the environment."""
        found: tuple[AuthScheme, ...] = ()
        for alternative in security:
            schemes = tuple(self._schemes[name] for name in alternative if name in self._schemes)
            if schemes and len(schemes) == len(alternative) and all(self.has(scheme) for scheme in schemes):
                if any(argument in self._given for scheme in schemes for argument, _ in arguments_of(scheme)):
                    return schemes
                found = found or schemes
        return found

    def has(self, scheme: AuthScheme) -> bool:
        """Whether every part of a scheme's credential is there; of two tokens, one is enough."""
        there = (argument in self._values for argument, _ in arguments_of(scheme))
        return any(there) if isinstance(scheme, BearerAuth) else all(there)

    def value(self, argument: str) -> str:
        """The text of a credential; a function is asked.

        Raises:
            TypeError, ValueError: it is no text, or the function gave an empty one.
        """
        value = self._values[argument]
        return value if isinstance(value, str) else checked_text(argument, value() if callable(value) else value)

    def text(self, argument: str, placement: Placement) -> str:
        """The text of a credential; empty, and noted, while what its function gave is still to be awaited."""
        value = self._values[argument]
        if isinstance(value, str):
            return value
        if placement.awaited is not None and argument in placement.awaited:
            return placement.awaited[argument]
        found = value() if callable(value) else value
        if hasattr(found, "__await__"):
            placement.waits[argument] = cast("Awaitable[str]", found)
            return ""
        return checked_text(argument, found)

    @property
    def rotating(self) -> bool:
        """Whether asking again may give another value."""
        return bool(self.tokens) or any(callable(value) for value in self._values.values())

    def headers(self, now: Callable[[], float]) -> dict[str, str]:
        """What the credentials add to the headers of calls without security of their own."""
        return dict(self.placed(None, now).headers)

    def placed(
        self, security: Security | None, now: Callable[[], float], awaited: Mapping[str, str] | None = None
    ) -> Placement:
        """What the first alternative that can be satisfied adds to a request; what never changes is put once.

        Without alternatives of an operation's own, those of the API are meant. Where something must be fetched or
        awaited first, the placement is not complete, and is asked for again with what was `awaited`.

        Raises:
            TypeError, ValueError: a credential is no text, is empty, or has characters that no header can carry.
        """
        if (fixed := self._fixed.get(security)) is not None:
            return fixed
        schemes = self.chosen(self._config.security if security is None else security)
        placement = Placement(awaited)
        for scheme in schemes:
            self.put(scheme, placement, now())
        for table in (placement.headers, placement.cookies):
            for name, value in table.items():
                table[name] = header_value(name, value)
        if not any(self.varies(scheme) for scheme in schemes):
            self._fixed[security] = placement
        return placement

    def varies(self, scheme: AuthScheme) -> bool:
        """Whether a scheme may add something else another time."""
        if isinstance(scheme, ClientCredentialsAuth) or (isinstance(scheme, BearerAuth) and scheme.refresh is not None):
            return True
        return any(callable(self._values.get(argument)) for argument, _ in arguments_of(scheme))

    def put(self, scheme: AuthScheme, placement: Placement, now: float) -> None:
        """Add one scheme's credential."""
        match scheme:
            case ApiKeyAuth(argument=argument, location=location, parameter=parameter):
                target = {"query": placement.query, "cookie": placement.cookies}.get(location, placement.headers)
                target[parameter] = self.text(argument, placement)
            case BearerAuth(refresh=TokenRefresh(argument=refresh)) if refresh in self._values:
                self.put_token(scheme, placement, now)
            case BearerAuth(argument=argument):
                placement.headers["Authorization"] = f"Bearer {self.text(argument, placement)}"
            case BasicAuth(username=username, password=password):
                from base64 import b64encode

                pair = f"{self.value(username)}:{self.value(password)}"
                placement.headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
            case ClientCredentialsAuth():
                self.put_token(scheme, placement, now)

    def put_token(self, scheme: Renewable, placement: Placement, now: float) -> None:
        """Add the token of a scheme, or say that it must be fetched."""
        token = self.tokens.get(scheme.id) or self.tokens.setdefault(scheme.id, self.first_token(scheme))
        if token.usable(now) or (placement.awaited is not None and token.text):
            placement.headers["Authorization"] = f"Bearer {token.text}"
        else:
            placement.token_for = scheme

    def first_token(self, scheme: Renewable) -> Token:
        """The token that the caller gave, whose end is not known; an ended one where there is none."""
        if isinstance(scheme, BearerAuth) and scheme.argument in self._values:
            return Token(self.value(scheme.argument), FOREVER)
        return Token()

    def form(self, scheme: ClientCredentialsAuth) -> bytes:
        """The body of a token request (RFC 6749, section 4.4.2)."""
        from urllib.parse import urlencode

        fields = {
            "grant_type": "client_credentials",
            "client_id": self.value(scheme.client_id),
            "client_secret": self.value(scheme.client_secret),
        }
        if scheme.scopes:
            fields["scope"] = " ".join(scheme.scopes)
        return urlencode(fields).encode()

    def granted(self, scheme: Renewable, raw: bytes, now: float) -> None:
        """Take the answer of a token request (RFC 6749, section 5.1)."""
        from pydantic_core import from_json

        refresh = scheme.refresh if isinstance(scheme, BearerAuth) else None
        names, usual = (OAUTH, HOUR) if refresh is None else (refresh, FOREVER)
        try:
            answer = from_json(raw)
            text = checked_text(names.access_token, answer[names.access_token])
        except (ValueError, KeyError, TypeError):
            raise SDKError(f"the answer of the token endpoint holds no {names.access_token}") from None
        lifetime = seconds_of(answer.get(names.expires_in), usual)
        token = Token(text, now + max(lifetime - RENEW_BEFORE, lifetime / 2))
        self.tokens[scheme.id] = token
        if isinstance(scheme, BearerAuth):  # so that copies of the client with other credentials begin here
            self._values[scheme.argument] = token.text
        if refresh is not None and isinstance(following := answer.get(refresh.refresh_token), str):
            self._values[refresh.argument] = following

    def forget(self, refused: str) -> None:
        """Drop the token that a request was refused with, told by its `Authorization`; one that is newer stays."""
        for token in self.tokens.values():
            if refused == f"Bearer {token.text}":
                token.text = ""


def checked_text(argument: str, found: object) -> str:
    """The text of a credential; the messages name the argument, and never show what was given.

    Raises:
        TypeError: it is no text.
        ValueError: it is empty.
    """
    if not isinstance(found, str):
        hint = ", which only async clients wait for" if hasattr(found, "__await__") else ""
        raise TypeError(f"`{argument}` is text, or a function that gives text; this is {type(found).__name__}{hint}")
    if not found.strip():
        raise ValueError(f"`{argument}` is empty")
    return found


def seconds_of(value: object, usual: float) -> float:
    """A number of seconds, which some servers write as text; the usual one where there is none."""
    try:
        return float(cast("str", value))
    except (TypeError, ValueError):
        return usual


def way_of(scheme: AuthScheme) -> str:
    """How to give the credential of a scheme; of two tokens, one is enough."""
    parts = [f"`{argument}=...` or the environment variable {env}" for argument, env in arguments_of(scheme)]
    return (", or " if isinstance(scheme, BearerAuth) else ", and ").join(parts)


def arguments_of(scheme: AuthScheme) -> tuple[tuple[str, str], ...]:
    """The constructor arguments of a scheme, each with its environment variable."""
    match scheme:
        case BearerAuth(argument=argument, env=env, refresh=TokenRefresh() as refresh):
            return ((argument, env), (refresh.argument, refresh.env))
        case ApiKeyAuth(argument=argument, env=env) | BearerAuth(argument=argument, env=env):
            return ((argument, env),)
        case BasicAuth():
            return ((scheme.username, scheme.username_env), (scheme.password, scheme.password_env))
        case ClientCredentialsAuth():
            return ((scheme.client_id, scheme.client_id_env), (scheme.client_secret, scheme.client_secret_env))
