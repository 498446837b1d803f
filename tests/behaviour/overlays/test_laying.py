"""Where files of overlays may stand, what they bring with them, and what is refused at its own line."""

from __future__ import annotations

import pytest

from burnish.pipeline import Kept

from .conftest import Acme
from .test_models import python


def refused(acme: Acme) -> list[tuple[str, int, str]]:
    """The problems of a run that was refused: code, line and message."""
    ended = acme.run()
    assert ended.outcome is None
    return [(item.code.slug, item.at.span.line, item.message) for item in ended.errors]


def test_a_file_at_a_new_path_is_added(acme: Acme) -> None:
    acme.overlay("extra/words.py", "WORD = 'hello'\n")
    assert acme.run().outcome is not None
    assert python(acme, "from acme.extra.words import WORD; print(WORD)") == "hello\n"


def test_names_that_the_file_leaves_out_are_still_there(acme: Acme) -> None:
    acme.overlay(
        "resources/jobs.py",
        "from .._generated.resources import jobs as generated\n\n\n"
        "class Jobs(generated.Jobs):\n    def hello(self) -> str:\n        return 'hello'\n",
    )
    assert acme.run().outcome is not None
    code = """
import acme
from acme.resources.jobs import *
client = acme.Acme()
print(client.jobs.hello(), client.with_raw_response.jobs is not None, AsyncJobs.__module__)
"""
    assert python(acme, code) == "hello True acme.resources.jobs\n"


def test_the_front_door_may_be_extended(acme: Acme) -> None:
    acme.overlay("__init__.py", '"""Acme."""\n\nGREETING = "hello"\n')
    assert acme.run().outcome is not None
    code = """
import sys, acme
assert "acme._client" not in sys.modules
from acme import *
print(acme.GREETING, Acme.__name__, acme.Acme is Acme, GREETING, acme.__version__)
"""
    assert python(acme, code) == "hello Acme True hello 0.1.0\n"


@pytest.mark.parametrize(
    ("path", "text", "slug"),
    [
        ("_generated/jobs.py", "", "overlay-reserved"),
        ("_runtime/_retry.py", "", "overlay-reserved"),
        ("resources/jobs/__init__.py", "", "overlay-hides-module"),
        ("types.py", "", "overlay-hides-module"),
    ],
)
def test_files_that_would_hide_others_are_refused(acme: Acme, path: str, text: str, slug: str) -> None:
    acme.overlay(path, text)
    assert [found[:2] for found in refused(acme)] == [(slug, 1)]
    assert not acme.out.exists()


def test_links_are_refused(acme: Acme) -> None:
    place = acme.overlay("words.py", "")
    place.unlink()
    place.symlink_to(acme.root / "spec")
    assert [found[0] for found in refused(acme)] == ["overlay-link"]


def test_all_files_that_are_no_python_are_told_at_the_line(acme: Acme) -> None:
    acme.overlay("one.py", "\n\nclass One(:\n")
    acme.overlay("two.py", "def two()\n    pass\n")
    assert [found[:2] for found in refused(acme)] == [("overlay-syntax", 3), ("overlay-syntax", 1)]


IMPORT = "from .._generated.resources import jobs as generated\n\n\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Jobs = None\n", ("overlay-hides-name", 4, '"Jobs" takes the place of a generated class, and is none itself')),
        (
            "class Jobs:\n    pass\n",
            (
                "overlay-hides-name",
                4,
                '"Jobs" takes the place of a generated class that has "with_raw_response", and is none itself',
            ),
        ),
        (
            "class Mine(generated.Jobz):\n    pass\n",
            ("overlay-import", 4, 'resources.jobs has no "Jobz"'),
        ),
        (
            "class Jobs(generated.Jobs):\n    def a(self) -> None:\n        self.retreive('1')\n",
            ("overlay-member", 6, '"Jobs" has no "retreive"'),
        ),
        (
            "class Jobs(generated.Jobs):\n    async def retrieve(self, job_id, **rest):\n        ...\n",
            (
                "overlay-override",
                5,
                '"retrieve" does not fit the method it overrides: one of them is `async`, and the other is not',
            ),
        ),
        (
            "class Jobs(generated.Jobs):\n    def a(self) -> None:\n        super().retrieve('1', '2')\n",
            (
                "overlay-call",
                6,
                '"retrieve" does not take these arguments: it takes 1 positional arguments, and 2 are given',
            ),
        ),
        (
            "from ..types.jobs import Jobb\n",
            ("overlay-import", 4, 'types.jobs has no "Jobb"'),
        ),
    ],
)
def test_what_does_not_fit_is_told_at_its_line(acme: Acme, text: str, wanted: tuple[str, int, str]) -> None:
    acme.overlay("resources/jobs.py", IMPORT + text)
    assert refused(acme) == [wanted]


def test_an_override_that_is_meant_to_differ_says_so(acme: Acme) -> None:
    acme.overlay(
        "resources/jobs.py",
        IMPORT + "class Jobs(generated.Jobs):\n"
        "    def retrieve(self, number: int) -> str:  # type: ignore[override]\n        return str(number)\n",
    )
    assert acme.run().outcome is not None


def test_what_the_class_and_foreign_bases_bring_is_left_alone(acme: Acme) -> None:
    text = (
        "import threading\n\n\nclass Worker(threading.Thread):\n    limit = 3\n\n"
        "    def __init__(self) -> None:\n        super().__init__(daemon=True)\n        self.count = 0\n\n"
        "    def work(self) -> int:\n        self.start()\n        return self.count + self.limit + self.anything\n"
    )
    acme.overlay("worker.py", text)
    assert acme.run().outcome is not None


def test_when_only_an_overlay_changes_the_rest_is_kept(acme: Acme) -> None:
    kept = Kept()
    acme.overlay("words.py", "WORD = 1\n")
    assert acme.run(kept).outcome is not None
    made = kept.made
    acme.overlay("words.py", "WORD = 2\n")
    assert acme.run(kept).outcome is not None
    assert kept.made is made
    assert python(acme, "from acme.words import WORD; print(WORD)") == "2\n"
    del acme.table["paths"]["/teams"]
    assert acme.run(kept).outcome is not None
    assert kept.made is not made
    assert not (acme.package / "resources/teams.py").exists()


def test_without_a_module_by_hand_nothing_is_checked_when_the_api_changes(
    acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the type checker has nothing to look at")

    monkeypatch.setattr("burnish.overlays.fit.report_types", refuse)
    acme.overlay(".gitkeep", "")
    assert acme.run().outcome is not None
    del acme.table["paths"]["/teams"]
    ended = acme.run()
    assert ended.outcome is not None
    assert not ended.errors
