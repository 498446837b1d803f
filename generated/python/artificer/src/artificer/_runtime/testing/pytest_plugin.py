# Copied from overlays/python/runtime/testing/pytest_plugin.py; edit it there.
"""Fixtures for pytest; switch them on with `pytest_plugins = ["acme.testing.pytest_plugin"]` in conftest.py."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .cassette import Cassette
from .fake import FakeAPI

__all__ = ["cassette", "fake_api"]


@pytest.fixture
def fake_api() -> FakeAPI:
    """A fake API without routes."""
    return FakeAPI()


@pytest.fixture
def cassette(request: pytest.FixtureRequest) -> Callable[[str], Cassette]:
    """Opens cassettes by name, from the folder `cassettes` beside the test file."""
    folder = Path(request.path).parent / "cassettes"
    return lambda name: Cassette(folder / f"{name}.json")
