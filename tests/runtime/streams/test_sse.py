"""The event stream decoder against the WHATWG standard (HTML, section 9.2.6)."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st
from sdk_runtime._exceptions import ResponseDecodeError
from sdk_runtime._sse import SSEDecoder

Seen = list[tuple[str, str, str]]


def decode(body: bytes, cuts: tuple[int, ...] = ()) -> Seen:
    decoder = SSEDecoder()
    edges = (0, *sorted(cuts), len(body))
    events = [event for start, end in pairwise(edges) for event in decoder.feed(body[start:end])]
    return [(event.text, event.event, event.id) for event in events]


def by_the_letter(body: bytes) -> Seen:
    """The standard's own algorithm: decode all, cut into lines, take line by line."""
    text = body.decode("utf-8", "replace").removeprefix("\ufeff")
    events: Seen = []
    data = kind = new_id = last_id = ""
    for line in re.split("\r\n|\r|\n", text)[:-1]:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            last_id = new_id
            if data:
                events.append((data[:-1], kind or "message", last_id))
            data = kind = ""
        elif name == "data":
            data += value + "\n"
        elif name == "event":
            kind = value
        elif name == "id" and "\0" not in value:
            new_id = value
    return events


PIECES = (
    b"data", b"data: ", b"data:", b"event: a", b"id: 1", b"id: \0", b"id", b": ping", b"retry: 5", b" ", b"x", b"\0",
    b"\n", b"\r", b"\r\n", b"\n\n", b"data: y\n\n", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xe4", "é".encode(),
)  # fmt: skip
BODIES = st.lists(st.sampled_from(PIECES), max_size=14).map(b"".join)


@given(BODIES, st.lists(st.integers(0, 60), max_size=6))
def test_any_body_cut_anywhere_reads_as_the_standard_says(body: bytes, cuts: list[int]) -> None:
    assert decode(body, tuple(min(cut, len(body)) for cut in cuts)) == by_the_letter(body)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_every_byte_boundary_gives_the_same_events(end: str) -> None:
    body = f"\ufeff: hi{end}event: é{end}id: 7{end}data: one{end}data: two{end}{end}data: 3{end}{end}".encode()
    expected = [("one\ntwo", "é", "7"), ("3", "message", "7")]
    assert {tuple(decode(body, (cut,))) for cut in range(len(body) + 1)} == {tuple(expected)}
    assert decode(body, tuple(range(len(body)))) == expected


@pytest.mark.parametrize(
    ("body", "events"),
    [
        (b"data: unfinished\n", []),
        (b"data\n\n", [("", "message", "")]),
        (b"data:  two spaces\n\n", [(" two spaces", "message", "")]),
        (b"\xef\xbb\xbf\xef\xbb\xbfdata: x\n\n", []),
        (b"data: \xff\n\n", [("\ufffd", "message", "")]),
        (b"id: a\0b\ndata: x\n\n", [("x", "message", "")]),
        (b"id: 1\n\ndata: x\n\n", [("x", "message", "1")]),
        (b"id: 1\ndata: x\n\nid\ndata: y\n\n", [("x", "message", "1"), ("y", "message", "")]),
        (b"event: a\n\ndata: x\n\n", [("x", "message", "")]),
        ("data: a\u2028b\x0b\x85\n\n".encode(), [("a\u2028b\x0b\x85", "message", "")]),
    ],
)
def test_corners_of_the_standard(body: bytes, events: Seen) -> None:
    assert decode(body) == events


@pytest.mark.parametrize(
    ("value", "retry"),
    [
        ("5000", 5000), ("-5", None), ("+5", None), ("5.0", None), ("\u0665", None), ("", None),
        ("9" * 5000, 10**18 - 1),
    ],
)  # fmt: skip
def test_retry_takes_ascii_digits_only(value: str, retry: int | None) -> None:
    decoder = SSEDecoder()
    decoder.feed(f"retry: {value}\n".encode())
    assert decoder.retry == retry


@pytest.mark.parametrize(
    "body",
    [b"data: " + b"x" * 100, b"data: x\n" * 100, b":" + b"x" * 100, b"data: " + b"x" * 100 + b"\n\n"],
)
def test_a_line_or_event_over_the_limit_is_refused(body: bytes) -> None:
    with pytest.raises(ResponseDecodeError, match="64 bytes"):
        SSEDecoder(line_limit=64).feed(body)


def test_comments_without_end_are_not_kept() -> None:
    decoder = SSEDecoder(line_limit=64)
    assert [decoder.feed(b": ping\n") for _ in range(100)] == [[]] * 100


def test_a_large_event_in_small_chunks_is_read_in_linear_time() -> None:
    decoder = SSEDecoder()
    decoder.feed(b"data: ")
    for _ in range(20_000):
        decoder.feed(b"x" * 50)
    (event,) = decoder.feed(b"\n\n")
    assert len(event.data) == 1_000_000
