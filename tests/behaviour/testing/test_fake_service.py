"""`<package>.testing` of a generated package: a fake of the API, as users of the SDK have it."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from artificer import RateLimitError
from artificer.testing import FakeArtificer, RateLimited, UnexpectedCallError, build
from artificer.types.batch import BatchJob
from artificer.types.shared import Conversation

# Where the package is installed, pytest knows its plugin by the entry point, and would refuse it a second time.
INSTALLED = bool(entry_points(group="pytest11", name="artificer"))
pytest_plugins = [] if INSTALLED else ["artificer.testing.pytest_plugin"]

ROOT = Path(__file__).parents[3]


def test_a_route_of_a_method_answers_with_a_value_of_its_type(fake_artificer: FakeArtificer) -> None:
    route = fake_artificer.on_call(fake_artificer.client.batch.get).reply(id="job_1")
    job = fake_artificer.client.batch.get("job_1")
    assert isinstance(job, BatchJob)
    assert job.id == "job_1"
    assert [call.path for call in route.calls] == ["/api/batch/job_1"]


@pytest.mark.parametrize("form", ["with_raw_response", "with_streaming_response"])
def test_a_route_of_a_method_is_that_of_its_other_forms(fake_artificer: FakeArtificer, form: str) -> None:
    fake_artificer.on_call(getattr(fake_artificer.client.batch, form).get).reply(id="job_1")
    assert fake_artificer.client.batch.get("job_1").id == "job_1"


def test_faults_come_before_answers_and_nobody_waits(fake_artificer: FakeArtificer) -> None:
    fake_artificer.on_call(fake_artificer.client.batch.get).fault(RateLimited(times=2, retry_after=30)).reply(
        id="job_1"
    )
    assert fake_artificer.client.batch.get("job_1").id == "job_1"
    assert [round(wait) for wait in fake_artificer.waits] == [pytest.approx(30, abs=4)] * 2


def limited(api: FakeArtificer) -> FakeArtificer:
    """An API that refuses for so long that a fan-out would wait for minutes."""
    api.on_call(api.client.batch.get).fault(RateLimited(times=30, retry_after=60)).reply(id="job_1")
    return api


async def test_a_fan_out_does_not_wait_either() -> None:
    client = limited(FakeArtificer()).client
    outcomes = list(client.fan_out(client.batch.get, ["job"] * 20, concurrency=2, rate_limit_attempts=20))
    assert [outcome.result().id for outcome in outcomes] == ["job_1"] * 20
    other = limited(FakeArtificer()).async_client
    jobs = other.fan_out(other.batch.get, ["job"] * 20, concurrency=2, rate_limit_attempts=20)
    assert [outcome.result().id async for outcome in jobs] == ["job_1"] * 20


def test_faults_without_end_reach_the_caller(fake_artificer: FakeArtificer) -> None:
    fake_artificer.on_call(fake_artificer.client.batch.get).fault(RateLimited(times=9))
    with pytest.raises(RateLimitError):
        fake_artificer.client.batch.get("job_1")


def test_lists_are_given_as_lists(fake_artificer: FakeArtificer) -> None:
    conversations = [build(Conversation, id=name) for name in ("a", "b")]
    fake_artificer.on_call(fake_artificer.client.conversations.list).reply(
        conversations, headers={"X-Total-Count": "2"}
    )
    assert [item.id for item in fake_artificer.client.conversations.list()] == ["a", "b"]


async def test_async_clients_and_async_twins_reach_nothing_else() -> None:
    api = FakeArtificer()
    api.on_call(api.async_client.batch.get).reply(id="job_2")
    assert (await api.async_client.batch.get("job_2")).id == "job_2"
    assert (await api.client.batch.get_async("job_2")).id == "job_2"
    with pytest.raises(UnexpectedCallError):
        await api.client.batch.delete_async("job_2")


def test_a_method_that_is_no_operation_is_refused(fake_artificer: FakeArtificer) -> None:
    with pytest.raises(TypeError, match=r"use `on\(method, path\)`"):
        fake_artificer.on_call(fake_artificer.client.copy)


def test_cassettes_are_found_beside_the_test(artificer_cassette: object) -> None:
    with pytest.raises(AssertionError, match=r"testing/cassettes/none\.json"):
        artificer_cassette("none")  # type: ignore[operator]  # the fixture is a function


def test_the_plugin_loads_nothing_before_it_is_used() -> None:
    program = (
        "import sys, pytest; import artificer.testing.pytest_plugin\n"
        "print(sorted(name for name in sys.modules if name.partition('.')[0] in ('pydantic', 'httpx2')))"
    )
    source = ROOT / "generated" / "python" / "artificer" / "src"
    shown = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": f"{source}"}, capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "[]"
