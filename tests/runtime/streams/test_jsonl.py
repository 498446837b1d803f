"""JSON Lines and JSON text sequences."""

import pytest
from sdk_runtime._exceptions import ResponseDecodeError
from sdk_runtime._jsonl import JSONLinesDecoder


def records(body: bytes, cut: int) -> list[bytes]:
    decoder = JSONLinesDecoder()
    return [*decoder.feed(body[:cut]), *decoder.feed(body[cut:]), *decoder.finish()]


@pytest.mark.parametrize(
    "body",
    [b'{"a":1}\n{"b":2}\n', b'{"a":1}\r\n\r\n{"b":2}', b'\x1e{"a":1}\n\x1e{"b":2}\n', b'\n {"a":1} \n{"b":2}\n\n'],
)
def test_every_cut_gives_the_same_records(body: bytes) -> None:
    assert {tuple(records(body, cut)) for cut in range(len(body) + 1)} == {(b'{"a":1}', b'{"b":2}')}


def test_a_line_over_the_limit_is_refused() -> None:
    with pytest.raises(ResponseDecodeError, match="8 bytes"):
        JSONLinesDecoder(line_limit=8).feed(b"123456789")
