# Copied from overlays/python/runtime/testing/redaction.py; edit it there.
"""Takes secrets out of what a cassette keeps: by the names of fields, and by texts that are known to be secret."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode

__all__ = ["Redactor"]

REMOVED = "[removed]"
SHORTEST_KNOWN = 8
"""Characters that a request's credential must have to be looked for in the answer: shorter ones occur by chance."""
FORM = "application/x-www-form-urlencoded"
SECRET_NAME = re.compile(
    r"(?:^|[_-])(?:api[_-]?key|apikey|secret[_-]?key|private[_-]?key|access[_-]?key|keys?|tokens?|secrets?|password"
    r"|passwd|passphrase|authorization|credentials?|signature|session|cookie|jwt)$",
    re.IGNORECASE,
)
PLACE_NAME = re.compile(r"(?:next|prev|previous|page|cursor|continuation|sync)[_-](?:page[_-])?token$", re.IGNORECASE)
COUNT_NAME = re.compile(r"(?:max|min|prompt|completion|input|output|total|cached)[_-]\w*tokens$", re.IGNORECASE)
WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
BOUNDARY = re.compile(r'boundary="?([^";,]+)')
SEPARATORS = re.compile(r"[ ;=,]+")
LINE = re.compile(r"^(data: ?)?([\[{].*)$", re.MULTILINE)
"""A line of JSON by itself, or in an event stream."""


class Redactor:
    """Replaces secrets; `fields` are names of further fields that hold some, `texts` are secrets themselves."""

    def __init__(self, texts: Iterable[str], fields: Iterable[str]) -> None:
        self._texts = tuple(text for text in texts if text)
        self._fields = frozenset(name.lower() for name in fields)

    def url(self, path: str, query: str) -> str:
        """The path and the query of a request."""
        clean = self._form(query)
        return self.text(path + (f"?{clean}" if clean else ""))

    def sent(self, content: bytes, content_type: str) -> bytes:
        """The body of a request as it is compared: what differs from call to call by chance is made equal."""
        if found := BOUNDARY.search(content_type):
            content = content.replace(found[1].encode(), b"boundary")
        if content_type.startswith(FORM):
            return self.text(self._form(content.decode("utf-8", "replace"))).encode()
        return self.body(content)

    def body(self, content: bytes, known: Sequence[str] = ()) -> bytes:
        """A body of any kind: JSON, lines of it, events, other text, or bytes; unchanged where nothing is secret."""
        try:
            text = content.decode()
        except UnicodeDecodeError:
            for secret in (*self._texts, *known):
                content = content.replace(secret.encode(), REMOVED.encode())
            return content
        clean = self._json(text)
        if clean is None:
            clean = LINE.sub(lambda line: (line[1] or "") + (self._json(line[2]) or line[2]), text)
        return self.text(clean, known).encode()

    def text(self, text: str, known: Sequence[str] = ()) -> str:
        """A text without the secrets that are known."""
        for secret in (*self._texts, *known):
            text = text.replace(secret, REMOVED)
        return text

    def known(self, pairs: Iterable[tuple[str, str]]) -> list[str]:
        """The secrets among headers, parameters or cookies; an answer may repeat them anywhere."""
        found = [
            word for name, value in pairs if self._is_secret(name) for word in (value, *re.split(r"[ ;=,]+", value))
        ]
        return sorted({word for word in found if len(word) >= SHORTEST_KNOWN}, key=len, reverse=True)

    def _form(self, text: str) -> str:
        pairs = parse_qsl(text, keep_blank_values=True)
        return urlencode([(name, REMOVED if self._is_secret(name) else value) for name, value in pairs])

    def _json(self, text: str) -> str | None:
        """JSON without secrets, written as it was where it holds none; None where the text is no JSON."""
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return None
        clean = self._value(value)
        return text if clean == value else json.dumps(clean, ensure_ascii=False)

    def _value(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            fields = cast("Mapping[str, Any]", value)
            return {name: self._field(name, field) for name, field in fields.items()}
        if isinstance(value, list):
            return [self._value(item) for item in cast("Sequence[Any]", value)]
        return value

    def _field(self, name: str, value: Any) -> Any:
        """Only texts are secrets, alone or in a list: `max_token: 3` and objects are not."""
        if not self._is_secret(name):
            return self._value(value)
        if isinstance(value, list):
            return [self._field(name, item) for item in cast("Sequence[Any]", value)]
        return REMOVED if isinstance(value, str) else self._value(value)

    def _is_secret(self, name: str) -> bool:
        words = WORD_START.sub("_", name)
        if name.lower() in self._fields:
            return True
        return SECRET_NAME.search(words) is not None and not (PLACE_NAME.search(words) or COUNT_NAME.search(words))
