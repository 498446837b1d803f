"""Monitoring: counts of a client, and what OpenTelemetry is told, in memory."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from huggingplace import OpenTelemetryMiddleware, ServerError
from huggingplace.telemetry import count_entries
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.servers.huggingplace import Fault

from .conftest import World


def points(reader: InMemoryMetricReader) -> dict[tuple[str, str, str], float]:
    """The value of each point by metric, outcome and type of error."""
    data = reader.get_metrics_data()
    found: dict[tuple[str, str, str], float] = {}
    for metric in data.resource_metrics[0].scope_metrics[0].metrics if data else ():
        for point in metric.data.data_points:
            told: Any = point.attributes or {}
            found[metric.name, told.get("outcome", ""), told.get("error.type", "")] = getattr(point, "value", 0)
    return found


def test_entries_are_counted_by_outcome(world: World) -> None:
    reader = InMemoryMetricReader()
    client = world.client(max_retries=0)
    count_entries(client, meter_provider=MeterProvider([reader]))
    world.run(client.log("q", "a"))
    world.server.faults = [Fault("internal")]
    with pytest.raises(ServerError):
        world.run(client.log("q", "a"))
    assert points(reader) == {
        ("huggingplace.entries", "stored", ""): 1,
        ("huggingplace.entries", "dropped", ""): 0,
        ("huggingplace.entries", "failed", "InternalServerError"): 1,
        ("huggingplace.entries.pending", "", ""): 0,
    }


def test_counters_end_with_the_client(world: World) -> None:
    reader = InMemoryMetricReader()
    client = world.client()
    count_entries(client, meter_provider=MeterProvider([reader]))
    world.run(client.close())
    world.made.clear()
    del client
    gc.collect()
    assert points(reader) == {}


def test_every_request_is_a_span_without_what_was_logged(world: World) -> None:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    client = world.client(middleware=[OpenTelemetryMiddleware(tracer_provider=provider)])
    world.server.faults = [Fault("unavailable")]
    world.run(client.log("secret prompt", "secret answer"))
    first, second = exporter.get_finished_spans()
    assert first.name == second.name == "POST /chatgpt/store_generated_response"
    assert [span.attributes["http.response.status_code"] for span in (first, second) if span.attributes] == [503, 200]
    assert "secret" not in first.to_json() + second.to_json()
