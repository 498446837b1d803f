"""What a person who waits is told."""

from __future__ import annotations

import io

import pytest

from burnish.cli.progress import progress
from burnish.depth import deeply
from burnish.stages import stage


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def enter(name: str) -> None:
    with stage(name):
        pass


def test_a_terminal_is_told_each_stage_on_a_line_that_goes_away() -> None:
    stream = Terminal()
    with progress("pets", stream, {}):
        enter("read")
        deeply(lambda: enter("check"))
    assert stream.getvalue().split("\r\x1b[K") == ["", "pets: reading the description", "pets: checking it", ""]


def test_the_line_goes_away_when_something_fails() -> None:
    stream = Terminal()
    with pytest.raises(ValueError, match="odd"), progress("pets", stream, {}), stage("read"):
        raise ValueError("odd")
    assert stream.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize(
    ("stream", "environment"), [(io.StringIO(), {}), (Terminal(), {"CI": "true"}), (Terminal(), {"TERM": "dumb"})]
)
def test_nobody_else_is(stream: io.StringIO, environment: dict[str, str]) -> None:
    with progress("pets", stream, environment):
        enter("read")
    assert stream.getvalue() == ""


def test_after_it_nobody_listens() -> None:
    stream = Terminal()
    with progress("pets", stream, {}):
        pass
    enter("read")
    assert stream.getvalue() == "\r\x1b[K"
