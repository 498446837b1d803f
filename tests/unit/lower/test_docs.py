"""What descriptions say, as docstrings show it."""

from __future__ import annotations

import pytest

from burnish.openapi.lower.docs import aligned


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Lists pets.\n\n    **Needs**:\n    - a key\n      of yours\n",
            "Lists pets.\n\n**Needs**:\n- a key\n  of yours\n",
        ),
        ("Lists pets.\n\n    Only those at home.\n    ", "Lists pets.\n\nOnly those at home.\n"),
        ("Write:\n\n    pets = client.pets.list()\n", "Write:\n\n    pets = client.pets.list()\n"),
        ("Lists pets.\n\n    code\n\nMore.", "Lists pets.\n\n    code\n\nMore."),
        ("Lists pets.", "Lists pets."),
    ],
)
def test_lines_stand_as_far_left_as_the_first(text: str, expected: str) -> None:
    assert aligned(text) == expected
