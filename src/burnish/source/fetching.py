"""What reading needs to know of fetching. `burnish.source.remote` fulfils it, and costs an HTTP client."""

from __future__ import annotations

from typing import Protocol

__all__ = ["FetchRefused", "Fetcher"]


class FetchRefused(Exception):
    """A document was not fetched; the message says why."""


class Fetcher(Protocol):
    """Gives the content of a document of the network."""

    def fetch(self, url: str) -> bytes:
        """Fetch a document.

        Raises:
            FetchRefused: it may not or cannot be had.
        """
        ...
