"""Spans and durations, by the semantic conventions for HTTP clients, in every world."""

from __future__ import annotations

from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sdk_runtime import APIConnectionError, NotFoundError, OpenTelemetryMiddleware
from sdk_runtime._endpoint import Endpoint

from tests.servers.fault import answer, fin

from .conftest import Caller, with_config

GET = Endpoint[Any]("GET", "/animals/{id}", answer=object, security=(("query",),))


class Recorder:
    """Providers that keep what is recorded."""

    def __init__(self) -> None:
        self.spans = InMemorySpanExporter()
        self.metrics = InMemoryMetricReader()
        self.tracers = TracerProvider()
        self.tracers.add_span_processor(SimpleSpanProcessor(self.spans))
        self.middleware = OpenTelemetryMiddleware(
            tracer_provider=self.tracers, meter_provider=MeterProvider([self.metrics])
        )

    def points(self) -> list[Any]:
        data: Any = self.metrics.get_metrics_data()
        return [
            (metric.name, metric.unit, dict(point.attributes), point.count)
            for resource in data.resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
            for point in metric.data.data_points
        ]


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


def call(caller: Caller, recorder: Recorder, **options: Any) -> Any:
    client = caller.client(
        with_config(security=(("query",),)), credentials={"key": "s3cret"}, middleware=[recorder.middleware], **options
    )
    return caller.call(GET, client, path={"id": "cat"})


def test_an_attempt_is_a_span_and_a_duration(caller: Caller, recorder: Recorder) -> None:
    caller.server.script(answer({}))
    with recorder.tracers.get_tracer("app").start_as_current_span("work") as parent:
        call(caller, recorder)
    span, _ = recorder.spans.get_finished_spans()
    address, port = caller.server.url.removeprefix("http://").split(":")
    common = {
        "http.request.method": "GET",
        "server.address": address,
        "server.port": int(port),
        "url.template": "/animals/{id}",
        "http.response.status_code": 200,
        "network.protocol.version": "1.1",
    }
    assert (span.name, span.kind) == ("GET /animals/{id}", trace.SpanKind.CLIENT)
    assert span.attributes == {**common, "url.full": f"{caller.server.url}/animals/cat?key=REDACTED"}
    assert span.status.is_unset
    assert span.parent is not None
    assert span.parent.span_id == parent.get_span_context().span_id
    sent = caller.server.requests[0].headers["traceparent"]
    assert sent.split("-")[2] == f"{span.context.span_id:016x}"
    assert recorder.points() == [("http.client.request.duration", "s", common, 1)]


def test_repetitions_are_spans_of_their_own(caller: Caller, recorder: Recorder) -> None:
    caller.server.script(fin(), answer(status=503), answer({}))
    call(caller, recorder)
    spans = recorder.spans.get_finished_spans()
    kept = ("error.type", "http.response.status_code", "http.request.resend_count")
    assert [tuple((span.attributes or {}).get(name) for name in kept) for span in spans] == [
        ("APIConnectionError", None, None),
        ("503", 503, 1),
        (None, 200, 2),
    ]
    assert [span.status.is_ok or span.status.is_unset for span in spans] == [False, False, True]


def test_errors_end_spans_too(caller: Caller, recorder: Recorder) -> None:
    caller.server.script(answer(status=404))
    with pytest.raises(NotFoundError):
        call(caller, recorder)
    caller.server.script(fin())
    with pytest.raises(APIConnectionError):
        call(caller, recorder, max_retries=0)
    assert [(span.attributes or {})["error.type"] for span in recorder.spans.get_finished_spans()] == [
        "404",
        "APIConnectionError",
    ]
    assert "s3cret" not in str([span.to_json() for span in recorder.spans.get_finished_spans()])
