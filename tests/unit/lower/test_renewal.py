"""Renewal of access tokens: what the settings say is held against the description."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from burnish.ir import Api, Bearer, Renewal
from burnish.settings import AuthOption, ClientSettings, RefreshSettings, SecuritySettings, Settings

Lowering = Callable[..., tuple[Api, list[str]]]
TEXT = """
security: [{login: []}]
paths:
  /renew:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Ticket'}}}}
      responses: {'204': {description: ok}}
    put:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Ticket'}}}}
      responses: {'204': {description: ok}}
  /renew/{how}:
    post:
      parameters: [{name: how, in: path, required: true, schema: {type: string}}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Ticket'}}}}
      responses: {'204': {description: ok}}
components:
  schemas: {Ticket: {type: object, properties: {refresh_token: {type: string}}}}
  securitySchemes: {login: {type: http, scheme: bearer}, key: {type: apiKey, in: query, name: key}}
"""
REFRESH = RefreshSettings("login", "post /renew")
TAKING = (AuthOption("token", "login"), AuthOption("renewal", "login", part="refresh_token"))


def settings(refresh: tuple[RefreshSettings, ...], auth: tuple[AuthOption, ...] = TAKING) -> Settings:
    return Settings(client=ClientSettings(auth=auth), security=SecuritySettings(refresh=refresh))


def test_a_bearer_scheme_gets_its_renewal(lowering: Lowering) -> None:
    api, told = lowering(TEXT, settings((REFRESH,)))
    assert told == []
    renewals = [scheme.renewal for scheme in api.auth if isinstance(scheme, Bearer)]
    assert renewals == [Renewal("/renew", "refresh_token", "access_token", "refresh_token", "expires_in")]


@pytest.mark.parametrize(
    "wrong",
    [
        settings(()),
        settings((REFRESH,), TAKING[:1]),
        settings((replace(REFRESH, operation="post /nowhere"),)),
        settings((replace(REFRESH, operation="put /renew"),)),
        settings((replace(REFRESH, operation="post /renew/{how}"),)),
        settings((replace(REFRESH, parameter="ticket"),)),
        settings((replace(REFRESH, scheme="key"),), (AuthOption("renewal", "key", part="refresh_token"),)),
    ],
)
def test_what_does_not_fit_is_told(lowering: Lowering, wrong: Settings) -> None:
    assert lowering(TEXT, wrong)[1] == ["bad-renewal"]
