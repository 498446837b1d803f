# Copied from overlays/python/runtime/_request.py; edit it there.
"""A request as it is sent: what transports take, and what middleware may look at and change."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Iterable

__all__ = ["PreparedRequest"]


class PreparedRequest:
    """A request, as middleware may look at it and change it before each attempt.

    `method`, `url`, `headers` and `content` (bytes, chunks of them, or None) are what is sent; `base` is the base URL
    that `url` begins with. `label`, the method and the path template, names the request in messages and logs, which
    show no values. `repeatable` says whether sending it twice is harmless, `replayable` whether its content can be
    read again, `streamed` whether the body of the answer is wanted piece by piece.
    """

    __slots__ = ("base", "content", "headers", "label", "method", "repeatable", "replayable", "streamed", "url")

    def __init__(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        content: bytes | Iterable[bytes] | AsyncIterable[bytes] | None,
        label: str,
        base: str,
        *,
        repeatable: bool,
        replayable: bool = True,
        streamed: bool = False,
    ) -> None:
        """Take everything as it is."""
        self.method = method
        self.url = url
        self.headers = headers
        self.content = content
        self.label = label
        self.base = base
        self.repeatable = repeatable
        self.replayable = replayable
        self.streamed = streamed

    def __repr__(self) -> str:
        """URL, headers and body may hold secrets, and are not shown."""
        return f"<{type(self).__name__} {self.label}>"
