# Copied from overlays/python/runtime/_decode.py; edit it there.
"""Answers: bytes as values, leniently unless the client is strict."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from ._exceptions import APIResponseValidationError, ResponseDecodeError

if TYPE_CHECKING:
    from pydantic import BaseModel, TypeAdapter

    from ._transport import Response

__all__ = ["Inflater", "decode", "decode_error", "decoder", "inflater_for", "unwrapped"]

MAX_DECODED = 256 * 1024 * 1024
MAX_RATIO, RATIO_FROM = 1000, 1024 * 1024
SHOWN = 200


@lru_cache(maxsize=4096)
def adapter(type_: Any) -> TypeAdapter[Any]:
    """The validator of a type, built once."""
    from pydantic import TypeAdapter

    return TypeAdapter(type_)


@lru_cache(maxsize=4096)
def json_reader(type_: Any) -> Callable[[bytes], Any]:
    """What reads JSON as a type, without a detour: the method of the validator, which is built first."""
    if isinstance(type_, type) and hasattr(type_, "__pydantic_validator__"):
        model = cast("type[BaseModel]", type_)
        model.model_rebuild()
        return model.__pydantic_validator__.validate_json
    made = adapter(type_)
    made.rebuild()
    return cast("Callable[[bytes], Any]", made.validator.validate_json)


def decode(
    type_: Any, raw: bytes, *, strict: bool, drift: Callable[[str, str], None] | None = None, status: int | None = None
) -> Any:
    """Parse a JSON body as a type.

    What breaks the description is kept as it came (`strict=False`) and told to `drift` as JSON pointer and reason.

    Raises:
        APIResponseValidationError: the body is not JSON, or (`strict`) not of the type.
    """
    try:
        return json_reader(type_)(raw)
    except ValueError as error:
        return mended(type_, raw, error, strict=strict, drift=drift, status=status)


def decoder(type_: Any, *, strict: bool, drift: Callable[[str, str], None] | None) -> Callable[[bytes], Any]:
    """`decode` for one type, for bodies that come by the thousand; its validator is built with the first of them."""
    validate: Callable[[bytes], Any] | None = None

    def read(raw: bytes) -> Any:
        nonlocal validate
        try:
            if validate is None:
                validate = json_reader(type_)
            return validate(raw)
        except ValueError as error:
            return mended(type_, raw, error, strict=strict, drift=drift, status=None)

    return read


def mended(
    type_: Any,
    raw: bytes,
    error: ValueError,
    *,
    strict: bool,
    drift: Callable[[str, str], None] | None,
    status: int | None,
) -> Any:
    """A value as near to a type as a body that breaks the description allows; raises as `decode`."""
    problems = problems_of(error)
    if strict or any(problem["type"] == "json_invalid" for problem in problems):
        raise invalid(raw, problems[0]["msg"], status)
    for problem in problems:
        if drift is not None:
            pointer = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in problem["loc"])
            drift(pointer, problem["msg"])
    from ._lenient import construct

    return construct(type_, parsed(raw))


def unwrapped(raw: bytes, path: tuple[str, ...]) -> bytes:
    """The JSON of the value that these members of a body lead to; `null` where one is not there.

    Raises:
        APIResponseValidationError: the body is not JSON.
    """
    from pydantic_core import to_json

    value = parsed(raw)
    for name in path:
        value = cast("dict[str, Any]", value).get(name) if isinstance(value, dict) else None
    return to_json(value)


def problems_of(error: ValueError) -> list[Any]:
    """What is wrong with a body; errors that are not pydantic's are raised again."""
    from pydantic import ValidationError

    if not isinstance(error, ValidationError):
        raise error
    return error.errors(include_url=False, include_input=False, include_context=False)


def parsed(raw: bytes) -> Any:
    """JSON as plain values."""
    from pydantic_core import from_json

    try:
        return from_json(raw, allow_inf_nan=False)
    except ValueError as error:
        raise invalid(raw, str(error), None) from None


def invalid(raw: bytes, reason: str, status: int | None) -> APIResponseValidationError:
    """The error for a body that cannot be taken; it shows the first characters."""
    text = raw[: SHOWN * 4].decode("utf-8", "replace")[:SHOWN]
    return APIResponseValidationError(
        f"the answer breaks the description ({reason}): {text}", status_code=status, body=text
    )


def decode_error(raw: bytes, response: Response, types: Any) -> object:
    """The body of an error: typed where that fits, else JSON, else text; nothing about it ever raises."""
    from pydantic import ValidationError
    from pydantic_core import from_json

    text = raw.decode("utf-8", "replace")
    if not raw:
        return None
    try:
        value = from_json(raw)
    except ValueError:
        return text
    type_ = error_type(types, response.status)
    if type_ is not None:
        try:
            return adapter(type_).validate_python(value)
        except ValidationError:
            return value
    return value


def error_type(types: Any, status: int) -> Any:
    """The type of an error's body: by status, by range, by default."""
    if not types:
        return None
    table = cast("dict[Any, Any]", types)
    if status in table:
        return table[status]
    for key, type_ in table.items():
        if isinstance(key, tuple) and key[0] <= status <= key[1]:
            return type_
    return table.get("default")


class Inflater:
    """Undoes gzip or deflate with limits on size and ratio; a body that is cut short is an error."""

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._wbits = 31 if coding in ("gzip", "x-gzip") else 15
        self._inner = zlib.decompressobj(self._wbits)
        self._read = self._given = 0

    def feed(self, chunk: bytes) -> bytes:
        """Decode a piece."""
        self._read += len(chunk)
        out: list[bytes] = []
        try:
            while chunk:
                if self._inner.eof:
                    # Another member of the same file (RFC 1952, section 2.2).
                    self._inner = zlib.decompressobj(self._wbits)
                out.append(self._inner.decompress(chunk, MAX_DECODED - self._given + 1))
                self._given += len(out[-1])
                self._check()
                chunk = self._inner.unconsumed_tail or self._inner.unused_data
        except zlib.error as error:
            raise ResponseDecodeError(f"the answer is not valid {self._coding}: {error}") from None
        return b"".join(out)

    def finish(self) -> bytes:
        """Take note of the end."""
        if self._read and not self._inner.eof:
            raise ResponseDecodeError(f"the answer ends in the middle of its {self._coding} data")
        return b""

    def _check(self) -> None:
        """Refuse bombs."""
        if self._given > MAX_DECODED or (self._given > RATIO_FROM and self._given > MAX_RATIO * max(self._read, 1)):
            raise ResponseDecodeError("the answer grows beyond the limit when it is decoded")


def inflater_for(response: Response) -> Inflater | None:
    """The decoder that an answer's `Content-Encoding` asks for; None for none."""
    coding = response.headers.get("content-encoding", "")
    if not coding:
        return None
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        return None
    if coding in ("gzip", "x-gzip", "deflate"):
        return Inflater(coding)
    raise ResponseDecodeError(f"the answer has a content coding that was not asked for: {coding[:40]}")
