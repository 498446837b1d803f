"""Types of the SDK: the scenarios as users write them, and both worlds alike (scenario 37)."""

from __future__ import annotations

import inspect
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from artificer import Artificer

from .conftest import ROOT

EXAMPLES = Path(__file__).parent / "examples.py"


def test_37_mypy_finds_nothing_in_the_scenarios(tmp_path: Path) -> None:
    """As pyright, which checks this folder strictly with everything else."""
    copied = tmp_path / "examples.py"
    shutil.copy(EXAMPLES, copied)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", copied.name],
        cwd=tmp_path,
        env={
            **os.environ,
            "MYPYPATH": os.fspath(ROOT / "generated/python/artificer/src"),
            "MYPY_CACHE_DIR": os.fspath(ROOT / ".mypy_cache"),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def methods(resource: object) -> Iterator[tuple[object, str]]:
    """The methods of a resource and of those below it."""
    for name in dir(type(resource)):
        if name.startswith(("_", "with_")):
            continue
        found = getattr(resource, name)
        if type(found).__module__.startswith("artificer.resources"):
            yield from methods(found)
        elif callable(found) and not name.endswith("_async"):
            yield resource, name


def parameters(method: Callable[..., object]) -> list[tuple[str, object, object]]:
    """Names, kinds and defaults."""
    return [(p.name, p.kind, p.default) for p in inspect.signature(method).parameters.values()]


async def test_37_every_method_has_a_twin_that_takes_the_same() -> None:
    async with Artificer(api_key="k") as client:
        resources = [getattr(client, name) for name in dir(Artificer) if not name.startswith(("_", "with_"))]
        found = [
            pair
            for resource in resources
            if type(resource).__module__.startswith("artificer.resources")
            for pair in methods(resource)
        ]
        differing = [
            (type(resource).__name__, name)
            for resource, name in found
            if parameters(getattr(resource, name)) != parameters(getattr(resource, f"{name}_async"))
        ]
    assert len(found) >= 80
    assert not differing


def test_models_have_their_public_places() -> None:
    from artificer import models
    from artificer.models.batch import BatchJob, PhaseConfig
    from artificer.models.chat import ChatChunk, FinalMessage
    from artificer.models.conversation import Conversation, Message
    from artificer.models.ocr import OCRResult
    from artificer.models.orchestration import ChainExecutionResult

    found: list[type[object]] = [
        BatchJob, PhaseConfig, ChatChunk, Conversation, Message, OCRResult, ChainExecutionResult,
    ]  # fmt: skip
    assert [getattr(models, kind.__name__) for kind in found] == found
    assert {kind.__name__ for kind in found} <= {*dir(models)}
    assert FinalMessage.__module__ == "artificer.chat_stream"
    assert PhaseConfig.__module__ == "artificer.types.batch"
