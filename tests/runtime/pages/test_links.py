"""The header `Link` (RFC 8288)."""

import pytest
from sdk_runtime._plans import next_link


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ('</a?p=2>; rel="next"', "/a?p=2"),
        ("</a>; rel=next", "/a"),
        ('</a?ids=1,2>; rel="prev", </b?ids=3,4>; rel="next"', "/b?ids=3,4"),
        ('</a>; title="x, y; rel=next"; rel=prev, </b>; REL="last NEXT"', "/b"),
        (r'</a>; title="\", <x>; rel=next"; rel="next"', "/a"),
        ("</a>; rel=prev; rel=next", ""),
        ("</a>", ""),
        ('</a>; rel="nextish"', ""),
        ("", ""),
        ("garbage <", ""),
    ],
)
def test_the_next_link_is_found(header: str, target: str) -> None:
    assert next_link(header) == target


def test_a_hostile_header_is_read_in_linear_time() -> None:
    assert next_link("<" * 50_000) == ""
    assert next_link("<a>" + "; a" * 20_000 + '; b="') == ""
