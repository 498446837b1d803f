"""Deliveries of webhooks: verified by the package `standardwebhooks`, and read as events."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._construct import construct_type
from ._runtime._exceptions import SDKError

if TYPE_CHECKING:
    from ._client_state import ClientState

__all__ = ["read_event", "verify"]


def verify(
    client: ClientState[Any, Any], option: str, payload: str, headers: Mapping[str, str], key: str | bytes | None
) -> None:
    """Check that a delivery is genuine and fresh; without a `key`, by the one in an option of the client.

    Raises:
        SDKError: the extra `webhooks` of this package is not installed.
        ValueError: there is no key.
        standardwebhooks.WebhookVerificationError: the delivery is not genuine, or too old.
    """
    package = client._config.package  # pyright: ignore[reportPrivateUsage]  # the same package
    try:
        library = import_module("standardwebhooks")
    except ImportError as error:
        raise SDKError(f"You need to install `{package}[webhooks]` to use this method") from error
    secret: Any = client._option_value(option) if key is None else key  # pyright: ignore[reportPrivateUsage]  # as above
    if secret is None:
        raise ValueError(
            f"Cannot verify a webhook without a key on either the client's {option} or passed in as an argument"
        )
    library.Webhook(secret).verify(payload, dict(headers))


def read_event(type_: Any, payload: str) -> Any:
    """A delivery as an event; what does not fit is kept as it came."""
    return construct_type(type_=type_, value=json.loads(payload))
