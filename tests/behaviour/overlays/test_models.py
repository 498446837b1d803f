"""A class of a hand-written module of types is what every response holds, whatever is imported first."""

from __future__ import annotations

import subprocess
import sys

import pytest

from .conftest import Acme

TYPES = '''
"""Jobs, with niceties."""

from .._generated.types import jobs as generated


class Step(generated.Step):
    """A step that can be shouted."""

    @property
    def loud(self) -> str:
        return self.name.upper()
'''
JOB = """
{"id": "1", "title": "t", "doneItems": 1, "totalItems": 2, "steps": [{"name": "a"}], "last": {"name": "b"},
 "parts": {"x": {"name": "c"}}, "outcome": {"name": "ok"}}
"""


def python(acme: Acme, code: str) -> str:
    """What a program prints that uses the package."""
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, cwd=acme.out / "src", capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def types_module(acme: Acme) -> str:
    """The module in which steps live."""
    assert acme.run().outcome is not None
    found = [path.stem for path in (acme.package / "types").glob("*.py") if "class Step(" in path.read_text()]
    return found[0]


@pytest.fixture
def steps(acme: Acme) -> str:
    name = types_module(acme)
    acme.overlay(f"types/{name}.py", TYPES.replace("types import jobs", f"types import {name}"))
    ended = acme.run()
    assert ended.outcome is not None, ended.errors
    return name


def test_nested_values_have_it(acme: Acme, steps: str) -> None:
    code = f"""
from acme.types import Job
job = Job.model_validate_json('''{JOB}''')
print(job.steps[0].loud, job.last.loud, job.parts["x"].loud, job.outcome.loud)
"""
    assert python(acme, code) == "A B C OK\n"


def test_other_modules_and_the_index_have_it(acme: Acme, steps: str) -> None:
    code = f"""
from acme.types.teams import Team
from acme.types import Step
team = Team.model_validate_json('''{{"jobs": [{JOB}]}}''')
assert type(team.jobs[0].steps[0]) is Step
print(team.jobs[0].steps[0].loud, Step.__module__.rpartition(".")[2])
"""
    assert python(acme, code) == f"A {steps}\n"


@pytest.mark.parametrize("first", ["types.jobs", "types.shared", "types.teams", "resources.jobs", "_client"])
def test_any_module_may_be_imported_first(acme: Acme, steps: str, first: str) -> None:
    module = acme.package / (first.replace(".", "/") + ".py")
    if not module.exists():
        pytest.skip(f"the API has no {first}")
    assert python(acme, f"import acme.{first}; from acme.types import Step, Job; print(Step.__name__)") == "Step\n"


def test_classes_are_shown_and_pickled_by_their_public_module(acme: Acme, steps: str) -> None:
    code = f"""
import pickle
from acme.types import Job
job = Job.model_validate_json('''{JOB}''')
assert pickle.loads(pickle.dumps(job)) == job
print(Job.__module__)
"""
    assert python(acme, code) == f"acme.types.{steps}\n"


def test_the_rest_of_the_module_is_still_offered(acme: Acme, steps: str) -> None:
    code = f"from acme.types.{steps} import *; print(Job.__name__, Step.__name__, Failure.__name__)"
    assert python(acme, code) == "Job Step Failure\n"
