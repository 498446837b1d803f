# Copied from overlays/python/runtime/_otel.py; edit it there.
"""OpenTelemetry: a span and a duration for every attempt, by the semantic conventions for HTTP clients.

    client = Acme(middleware=[OpenTelemetryMiddleware()])

The extra `[otel]` brings what this module imports; a client without the middleware never loads it. A span ends when the
head of the answer has arrived: what a stream sends later is not part of it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from ._lazy import extra

if TYPE_CHECKING:
    from ._request import PreparedRequest
    from ._transport import Response

__all__ = ["OpenTelemetryMiddleware"]

trace = extra("opentelemetry.trace", "opentelemetry-api")
metrics = extra("opentelemetry.metrics", "opentelemetry-api")
propagate = extra("opentelemetry.propagate", "opentelemetry-api")

METHODS = frozenset(("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"))
HIDDEN = "REDACTED"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
"""The bounds that the conventions advise for `http.client.request.duration`."""


class OpenTelemetryMiddleware:
    """Records attempts. Providers are the global ones unless they are given; one instance may serve many clients.

    Spans are called by method and path template. URLs are recorded without the values of their queries and without
    user information, either of which may be a secret; headers and bodies are not recorded.
    """

    def __init__(self, *, tracer_provider: Any = None, meter_provider: Any = None) -> None:
        scope = __package__ or "sdk"
        self._tracer = trace.get_tracer(scope, tracer_provider=tracer_provider)
        meter = metrics.get_meter(scope, meter_provider=meter_provider)
        self._duration = meter.create_histogram(
            "http.client.request.duration",
            unit="s",
            description="Duration of HTTP client requests.",
            explicit_bucket_boundaries_advisory=SECONDS,
        )

    def __call__(self, request: PreparedRequest) -> Attempt:
        """Begin the span of an attempt, and tell the server of it by the propagator that is set."""
        parts = urlsplit(request.url)
        template = request.label.partition(" ")[2]
        known = request.method if request.method in METHODS else "_OTHER"
        common = {
            "http.request.method": known,
            "server.address": parts.hostname or "",
            "server.port": parts.port or (443 if parts.scheme == "https" else 80),
            "url.template": template,
        }
        attributes = {**common, "url.full": shown_url(parts)}
        if known != request.method:
            attributes["http.request.method_original"] = request.method
        if count := request.headers.get("X-Retry-Count"):
            attributes["http.request.resend_count"] = int(count)
        span = self._tracer.start_span(
            f"{'HTTP' if known == '_OTHER' else known} {template}", kind=trace.SpanKind.CLIENT, attributes=attributes
        )
        propagate.inject(request.headers, context=trace.set_span_in_context(span))
        return Attempt(span, self._duration, common)


class Attempt:
    """A span that is open."""

    def __init__(self, span: Any, duration: Any, attributes: Mapping[str, Any]) -> None:
        self._span = span
        self._duration = duration
        self._attributes = dict(attributes)
        self._started = time.perf_counter()

    def answered(self, response: Response) -> None:
        """End the span with the status of the answer; 400 and above is an error of the attempt."""
        found = {
            "http.response.status_code": response.status,
            "network.protocol.version": response.http_version.removeprefix("HTTP/"),
        }
        if response.status >= 400:
            found["error.type"] = str(response.status)
            self._span.set_status(trace.StatusCode.ERROR)
        self._end(found)

    def failed(self, error: BaseException) -> None:
        """End the span with the class of the error."""
        self._span.set_status(trace.StatusCode.ERROR, str(error))
        self._end({"error.type": type(error).__qualname__})

    def _end(self, found: Mapping[str, Any]) -> None:
        """Record what came of the attempt."""
        self._span.set_attributes(found)
        self._span.end()
        self._duration.record(time.perf_counter() - self._started, {**self._attributes, **found})


def shown_url(parts: SplitResult) -> str:
    """A URL without what may be secret in it."""
    host = parts.netloc.rpartition("@")[2]
    query = urlencode([(name, HIDDEN) for name, _ in parse_qsl(parts.query, keep_blank_values=True)])
    return parts._replace(netloc=f"{HIDDEN}:{HIDDEN}@{host}" if "@" in parts.netloc else host, query=query).geturl()
