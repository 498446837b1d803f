"""HTML in descriptions."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from burnish.openapi.lower.html import as_markdown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.<br>Two.<br/><br />Three.", "One.\n\nTwo.\n\nThree."),
        ("<p>One.</p><p class='x'>Two.</p>", "One.\n\nTwo."),
        (
            '<b>Scope: </b><code>pets:read</code> and <strong style={{ color: "#4573D2" }}>more</strong>',
            "Scope: `pets:read` and more",
        ),
        ("Kinds:<ul><li>a cat</li><li>a dog</li></ul>", "Kinds:\n\n- a cat\n- a dog"),
        ('See <a href="https://pets.test/x">the page</a>.', "See [the page](https://pets.test/x)."),
        ("a &lt; b &amp;&amp; c&nbsp;&gt; d", "a < b && c > d"),
        (
            "the pet <petId> of List<T>, Map<A, B>, Set<S>, a < b > c",
            "the pet <petId> of List<T>, Map<A, B>, Set<S>, a < b > c",
        ),
        ("`<b>` stays, and\n```\n<p>&lt;\n```", "`<b>` stays, and\n```\n<p>&lt;\n```"),
        ("R&D; AT&T", "R&D; AT&T"),
    ],
)
def test_tags_become_markdown_and_everything_else_stays(text: str, expected: str) -> None:
    assert as_markdown(text) == expected


@given(st.text(alphabet="<>/abp &;lt`\n"))
def test_it_never_grows_much_and_never_fails(text: str) -> None:
    assert len(as_markdown(text)) <= 4 * len(text)
