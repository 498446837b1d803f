# Copied from overlays/python/runtime/testing/service.py; edit it there.
"""A fake API with the SDK's own clients, as generated packages offer it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from .._pace import Pace
from .fake import FakeAPI

__all__ = ["BASE_URL", "FakeService"]

SyncT = TypeVar("SyncT")
AsyncT = TypeVar("AsyncT")

BASE_URL = "https://api.test"
"""Where clients of a fake API believe it to be (a name that no network resolves: RFC 6761, section 6.2)."""


class NoPace(Pace):
    """Keeps no call of a fan-out waiting: a fake API has nothing to recover from."""

    def hold(self, seconds: float) -> None:
        """Let everybody start at once."""


class FakeService(FakeAPI, Generic[SyncT, AsyncT]):
    """A fake API, and clients that can reach nothing else.

    The clients do not wait between attempts; the seconds that they would have waited are listed in `waits`.
    """

    def __init__(
        self,
        sync_class: type[SyncT],
        async_class: type[AsyncT],
        arguments: Mapping[str, Any],
        token_paths: Sequence[str] = (),
    ) -> None:
        """Take the classes of the clients and what they are made with; tokens are granted at `token_paths`."""
        super().__init__()
        self.waits: list[float] = []
        self._sync_class = sync_class
        self._async_class = async_class
        self._arguments = {"base_url": BASE_URL, **arguments}
        for path in token_paths:
            self.on("POST", path).reply({"access_token": "test", "token_type": "bearer", "expires_in": 3600})

    @cached_property
    def client(self) -> SyncT:
        """A sync client of this API."""
        client: SyncT = cast("Any", self._sync_class)(http_client=self.http_client(), **self._arguments)
        made: Any = client
        made._sleep = self.waits.append
        made._new_pace = NoPace
        if hasattr(self._sync_class, "async_client"):
            # The async half of the client, which would make connections of its own.
            made.__dict__["async_client"] = self.async_client
        return client

    @cached_property
    def async_client(self) -> AsyncT:
        """An async client of this API."""
        client: AsyncT = cast("Any", self._async_class)(http_client=self.async_http_client(), **self._arguments)
        made: Any = client
        made._sleep = self._note_wait
        made._new_pace = NoPace
        return client

    async def _note_wait(self, seconds: float) -> None:
        self.waits.append(seconds)
