"""What the arguments of a client are called that take keys and tokens."""

from __future__ import annotations

import pytest

from burnish.ir import ApiKey, Basic, Bearer, Location, SecurityScheme
from burnish.targets.python.credentials import key_names


def key(id_: str) -> ApiKey:
    return ApiKey(id_, Location.HEADER, "X-Key")


@pytest.mark.parametrize(
    ("schemes", "names"),
    [
        ((Bearer("OAuth2PasswordBearer"),), ["api_key"]),
        ((key("token"), Basic("basic")), ["api_key"]),
        ((Bearer("bearerAuth"), Basic("basic")), ["api_key"]),
        ((Bearer("oauth2"), Basic("api_key")), ["access_token"]),
        ((Bearer("OAuth2PasswordBearer"), key("APIKeyHeader")), ["access_token", "api_key"]),
        ((Bearer("HTTPBearer"), key("X-Api-Key")), ["bearer_token", "x_api_key"]),
        ((Bearer("PersonalAccessToken"), key("adminKeyAuth")), ["personal_access_token", "admin_key"]),
        ((key("ApiKeyAuth"), key("ApiKeyHeader")), ["api_key_auth", "api_key_header"]),
        ((key("Authorization"), key("JWT")), ["api_key", "jwt"]),
    ],
)
def test_keys_are_called_what_they_are(schemes: tuple[SecurityScheme, ...], names: list[str]) -> None:
    assert list(key_names(schemes).values()) == names
