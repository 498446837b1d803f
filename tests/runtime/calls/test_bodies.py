"""Bodies as bytes: what undoing a content coding costs."""

from __future__ import annotations

import gzip
import zlib
from typing import Any

import pytest
from sdk_runtime import _body
from sdk_runtime._body import Inflater


def test_a_body_of_many_members_is_not_copied_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    real = zlib.decompressobj

    class Counting:
        def __init__(self, wbits: int) -> None:
            self._inner = real(wbits)

        def decompress(self, piece: bytes, limit: int) -> bytes:
            taken.append(len(piece))
            return self._inner.decompress(piece, limit)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._inner, name)

    monkeypatch.setattr(_body.zlib, "decompressobj", Counting)
    raw = gzip.compress(b"a") * 5_000
    assert Inflater("gzip").feed(raw) == b"a" * 5_000
    assert max(taken) <= _body.SLICE < len(raw)
