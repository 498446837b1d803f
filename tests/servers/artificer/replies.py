"""Replies as HTTP responses, and answers that are kept to be given again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from starlette.responses import Response, StreamingResponse

from .calls import Events, File, Lines, Listed, Plain, Reply, Text
from .errors import ApiError, Code
from .faults import Fault, disturbed
from .frames import dumped

__all__ = ["Kept", "Memory", "fingerprint", "json_response", "respond"]

JSON = "application/json"
KEPT_FOR = timedelta(hours=24)
PIECE = 256 * 1024


def json_response(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON response."""
    return Response(dumped(value), status, headers, JSON)


def respond(reply: Reply, fault: Fault | None = None) -> Response:
    """A reply as a response; a fault can only touch a stream of events."""
    match reply:
        case Plain(value):
            return json_response(value)
        case Listed(items, total):
            return json_response(list(items), headers={"X-Total-Count": str(total)})
        case File(name, content):
            headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(len(content))}
            return StreamingResponse(pieces(content), 200, headers, "application/octet-stream")
        case Text(content):
            return Response(content, media_type="text/plain")
        case Events(frames):
            headers = {"Cache-Control": "no-store"}
            return StreamingResponse(disturbed(frames, fault), 200, headers, "text/event-stream")
        case Lines(lines):
            return StreamingResponse(terminated(lines), media_type="application/x-ndjson")


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    """A file in pieces, so that the reader's pace decides how much of it is on the way."""
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]


async def terminated(lines: AsyncIterator[str]) -> AsyncIterator[str]:
    """Lines with the end that each of them has."""
    async for line in lines:
        yield f"{line}\n"


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was given to a request with an idempotency key; `response` is None while it is worked on."""

    fingerprint: str
    since: datetime
    response: Response | None


@dataclass(slots=True)
class Memory:
    """Answers by API key and idempotency key, for 24 hours."""

    kept: dict[tuple[str, str], Kept] = field(default_factory=dict[tuple[str, str], Kept])

    def recall(self, key: tuple[str, str], fingerprint: str, now: datetime) -> Response | None:
        """The answer to the same request; None if it is new, and then it is marked as being worked on.

        Raises:
            ApiError: CONFLICT if the key was used with another request, or the first has not been answered yet.
        """
        known = self.kept.get(key)
        if known is None or now - known.since >= KEPT_FOR:
            self.kept[key] = Kept(fingerprint, now, None)
            return None
        if known.fingerprint != fingerprint:
            raise ApiError(Code.CONFLICT, "the idempotency key was used with another request")
        if known.response is None:
            raise ApiError(Code.CONFLICT, "the first request with this idempotency key is not answered yet")
        return known.response

    def keep(self, key: tuple[str, str], response: Response) -> None:
        """Remember an answer."""
        known = self.kept[key]
        self.kept[key] = Kept(known.fingerprint, known.since, response)

    def forget(self, key: tuple[str, str]) -> None:
        """Forget a request that failed: it may be tried again."""
        del self.kept[key]


def fingerprint(method: str, path: str, body: bytes) -> str:
    """What makes a request the same as another."""
    return sha256(b"\n".join((method.encode(), path.encode(), body))).hexdigest()
