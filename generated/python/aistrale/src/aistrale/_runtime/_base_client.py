# Copied from overlays/python/runtime/_base_client.py; edit it there.
"""What sync and async clients share about attempts and answers: credentials, retries, errors and parsing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ._absent import NOT_GIVEN
from ._config import BearerAuth
from ._decode import below, decode, decode_error, decoder, is_json_text, nothing, plain_body, plain_text, unwrapped
from ._endpoint import Endpoint, JsonBody
from ._exceptions import SHOWN_BODY, APIConnectionError, APIError, RetryableError, code_of, error_for_status
from ._header_table import has, put
from ._pace import current_pace
from ._prepare import NO_OPTIONS, PreparingClient
from ._redirects import redirected
from ._request import PreparedRequest
from ._retry import Retries, retry_after
from ._urls import without_parameters

if TYPE_CHECKING:
    from ._auth import Placement, Renewable
    from ._call import Call
    from ._config import TokenRefresh
    from ._events import StreamReader, StreamStyle
    from ._sse import ServerSentEvent
    from ._transport import Response

__all__ = ["BaseClient"]

ErrorT = TypeVar("ErrorT", bound=APIError)
ERROR_MEMBERS = frozenset(("error", "type", "event_id", "request_id"))
"""What an object has that is nothing but an error."""
# As in `logging`, which is not imported before there is something to send.
DEBUG, INFO = 10, 20


class BaseClient(PreparingClient):
    """Decides about attempts and answers: what is sent again, what is an error, and what a body is read as.

    Methods that are marked as hooks are overridden by drop-in packages (`overlays/python/compat` in Burnish).
    """

    def _retries(self, call: Call) -> Retries:
        """The rules by which a call is repeated (hook)."""
        return Retries(self._config, self._connections.budget, self._clock, call)

    def _authorise(self, call: Call, awaited: Mapping[str, str] | None = None) -> Placement | None:
        """Put credentials into a request, or give the placement for which something must be fetched or awaited first.

        A header that the caller set, or took away with `omit`, stays so.
        """
        placement = self._credentials.placed(call.endpoint.security, self._clock.now, awaited)
        if awaited is None and not placement.complete:
            return placement
        own = call.options.headers
        for name, value in placement.headers.items():
            if own and has(own, name):
                continue
            if call.refreshed and not has(self._default_headers, name):
                put(call.request.headers, name, value)
            elif not has(call.request.headers, name):
                call.request.headers[name] = value
        if placement.query:
            call.query_keys = placement.query
            self._add_keys(call, placement.query)
        if placement.cookies:
            cookies = "; ".join(f"{name}={value}" for name, value in placement.cookies.items())
            call.request.headers["Cookie"] = f"{call.plain_cookie}; {cookies}" if call.plain_cookie else cookies
        return None

    def _add_keys(self, call: Call, keys: Mapping[str, str]) -> None:
        """Put the credentials of a query into the URL of a request."""
        if "?" in call.plain_url:  # A URL of the server's may have them already.
            call.plain_url = without_parameters(call.plain_url, keys)
        call.request.url = (
            call.plain_url + ("&" if "?" in call.plain_url else "?") + self._query_text(list(keys.items()))
        )

    def _renews(self, call: Call, status: int) -> bool:
        """Whether a call is made again with another credential: once, and only if it was made with one of ours."""
        if status != 401 or call.refreshed or not self._credentials.rotating or call.endpoint.security == ():
            return False
        own = call.options.headers
        return call.request.replayable and not (own and has(own, "Authorization"))

    def _forget_token(self, call: Call) -> None:
        """Do not use the token again that a request was refused with."""
        self._credentials.forget(call.request.headers.get("Authorization", ""))

    def _token_call(self, scheme: Renewable) -> Call:
        """The call that fetches a token: of the API's own operation, or of OAuth 2.0 (RFC 6749, section 4.4.2)."""
        if isinstance(scheme, BearerAuth):
            refresh = cast("TokenRefresh", scheme.refresh)
            endpoint = Endpoint[Any]("POST", refresh.path, answer=object, body=JsonBody(), security=())
            return self._prepare(endpoint, body={refresh.parameter: self._credentials.value(refresh.argument)})
        endpoint = Endpoint[Any]("POST", scheme.token_url, answer=object, security=(), idempotent=True)
        form = self._credentials.form(scheme)
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        relative = "://" not in scheme.token_url
        url = f"{self._base_url}/{scheme.token_url.removeprefix('/')}" if relative else scheme.token_url
        request = PreparedRequest("POST", url, headers, form, "POST token endpoint", url, repeatable=True)
        return self._call(endpoint, request, NO_OPTIONS, keyed=False)

    def _started(self, call: Call) -> None:
        """Begin an attempt: run the middleware."""
        call.started = self._clock.now()
        self._count(call)
        if call.attempt and call.deadline is not None:
            call.timeout = call.timeout._replace(total=max(call.deadline - call.started, 0.001))
        if self._log.isEnabledFor(DEBUG):
            self._log.debug("%s attempt %d", call.request.label, call.attempt + 1)
        for middleware in self._middleware:
            if (after := middleware(call.request)) is not None:
                call.afters += (after,)

    def _count(self, call: Call) -> None:
        """Tell the server how often the request was sent before (hook)."""
        if call.attempt:
            call.request.headers["X-Retry-Count"] = str(call.attempt)

    def _stands(self, call: Call, response: Response) -> bool:
        """Whether an answer is for the caller. After a redirect, which is not, the call has its next request."""
        plain = 200 <= response.status < 300
        if not plain and (not self._accepted(call, response.status) or self._redirected(call, response)):
            return False
        self._connections.budget.give()
        return True

    def _redirected(self, call: Call, response: Response) -> bool:
        """Whether an answer is a redirect; the call then has its next request (hook)."""
        if not redirected(call, response):
            return False
        if call.query_keys:  # The target of the same origin needs them as the first URL did.
            self._add_keys(call, call.query_keys)
        return True

    def _answered(self, call: Call, response: Response) -> None:
        """Note that the head of an answer has arrived. Neither URL nor body is logged: they may hold secrets."""
        if self._log.isEnabledFor(INFO):
            self._log.info(
                "%s answered %d after %.0f ms, attempt %d, request id %s",
                call.request.label,
                response.status,
                (self._clock.now() - call.started) * 1000,
                call.attempt + 1,
                response.headers.get("x-request-id", "-"),
            )
        if call.afters:
            call.answered(response)

    def _delay_after(self, call: Call, error: APIConnectionError | RetryableError) -> float:
        """Seconds to wait before the next attempt after a failed one; raises the error if there is to be none."""
        if isinstance(error, RetryableError):
            delay = self._retries(call).delay(error.retry_after)
        else:
            delay = self._retries(call).after_failure(error)
        if delay is None:
            raise self._told(call, error) from error.__cause__
        return delay

    def _failure(self, call: Call, response: Response, raw: bytes) -> APIError:
        """The error that an answer is (hook)."""
        if response.status == 401:
            self._forget_token(call)
        body = decode_error(raw, response, call.endpoint.errors)
        error = self._own("_exceptions", "error_for_status", error_for_status)(
            response, call.request, body, raw.decode("utf-8", "replace")
        )
        error.retry_after = retry_after(response.headers, self._clock.wall())
        return self._told(call, error)

    def _told(self, call: Call, error: ErrorT) -> ErrorT:
        """The error with the number of attempts, which is logged."""
        error.attempts = call.attempt + 1
        self._log.info("%s failed after %d attempts: %s", call.request.label, error.attempts, type(error).__name__)
        return error

    def _waits(self, delay: float, status: int) -> None:
        """Hold the other calls of the batch as well if the server said that there are too many."""
        pace = current_pace.get()
        if pace is not None and status in (429, 503):
            pace.hold(delay)

    def _reads_bytes(self, mode: str) -> bool:
        """Whether a body of bytes is read at once in this mode of responses (hook)."""
        return mode == "raw"

    def _stream_media(self, call: Call) -> str:
        """The media type that a call for a stream accepts (hook)."""
        media = call.endpoint.accept
        return "text/event-stream" if media == "application/json" else media

    def _accepted(self, call: Call, status: int) -> bool:
        """Whether a status is no error; 304 is one, for it has no body to parse (hook)."""
        return (status < 400 and status != 304) or status in call.endpoint.statuses

    def _drift(self, call: Call) -> Callable[[str, str], None] | None:
        """What to call with JSON pointer and reason where the answers of a call break the description."""
        return None if self._on_drift is None else partial(self._on_drift, call.request.label)

    def _reader(self, call: Call, head: Response) -> StreamReader[Any]:
        """What reads the stream that answers a call."""
        from ._events import reader_of

        style = cast("StreamStyle", call.endpoint.stream)
        instead = partial(self._reported_instead, call, head)
        decoder_for = partial(decoder, strict=self._strict, drift=self._drift(call), error_of=instead)
        return reader_of(style, decoder_for, partial(self._reported, call, head))

    def _reported(self, call: Call, head: Response, event: ServerSentEvent) -> APIError:
        """The error that the server reports by an event of a stream."""
        body = plain_body(event.data)
        error = APIError(
            f"the server reported an error in the stream: {event.text[:SHOWN_BODY]}", request=call.request, body=body
        )
        error.code, error.request_id = code_of(body), head.headers.get("x-request-id")
        return error

    def _reported_instead(self, call: Call, head: Response, data: bytes) -> APIError | None:
        """The error that data is which is no item of its stream: an object with an `error`, and nothing of its own."""
        from ._sse import ServerSentEvent

        body = plain_body(data)
        members = cast("dict[str, object]", body) if isinstance(body, dict) else {}
        if not members.get("error") or not ERROR_MEMBERS.issuperset(members):
            return None
        return self._reported(call, head, ServerSentEvent(data))

    def _parse(self, call: Call, response: Response, raw: bytes, to: Any = NOT_GIVEN) -> Any:
        """The value of a body, read as the type `to` (default: the operation's own) (hook)."""
        type_ = call.endpoint.answer if to is NOT_GIVEN else to
        if type_ is None:
            return None
        if type_ is bytes:
            return raw
        if type_ is str and not is_json_text(raw, response.headers.get("content-type") or call.endpoint.accept):
            return plain_text(raw, response.headers.get("content-type"))
        if not raw:
            return None if call.request.method == "HEAD" else nothing(type_, response.status)
        path = call.endpoint.unwrap if to is NOT_GIVEN else ()
        drift = None if self._on_drift is None else self._drift(call)
        inner = raw
        if path:
            inner, drift = unwrapped(raw, path), below(path, drift)
        value = decode(type_, inner, strict=self._strict, drift=drift, status=response.status)
        if call.endpoint.exact:
            from ._exact import exactly

            value = exactly(type_, raw, path, value)
        if (request_id := response.headers.get("x-request-id")) is not None and hasattr(value, "__pydantic_extra__"):
            value.__dict__["_burnish_request_id"] = request_id
        return value
