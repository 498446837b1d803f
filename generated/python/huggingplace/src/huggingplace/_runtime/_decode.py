# Copied from overlays/python/runtime/_decode.py; edit it there.
"""JSON bodies as values: of the operation's type, of an error's, or plain."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, cast

from ._exceptions import APIResponseValidationError

if TYPE_CHECKING:
    from pydantic import BaseModel, TypeAdapter

    from ._transport import Response

__all__ = [
    "adapter", "below", "check_readable", "decode", "decode_error", "decoder", "invalid", "is_json_text", "nothing",
    "parsed", "plain_body", "plain_text", "unwrapped",
]  # fmt: skip

SHOWN = 200
"""Characters of a body that an error shows."""


@lru_cache(maxsize=4096)
def adapter(type_: Any) -> TypeAdapter[Any]:
    """The validator of a type, built once."""
    from pydantic import TypeAdapter

    return TypeAdapter(type_)


@lru_cache(maxsize=4096)
def json_reader(type_: Any) -> Callable[..., Any]:
    """The function that reads JSON as a type: the validator's own method, without the calls around it."""
    if isinstance(type_, type) and hasattr(type_, "__pydantic_validator__"):
        model = cast("type[BaseModel]", type_)
        model.model_rebuild()
        return model.__pydantic_validator__.validate_json
    made = adapter(type_)
    made.rebuild()
    return cast("Callable[..., Any]", made.validator.validate_json)


def decode(
    type_: Any, raw: bytes, *, strict: bool, drift: Callable[[str, str], None] | None = None, status: int | None = None
) -> Any:
    """Parse a JSON body as a type.

    What breaks the description is kept as it came (`strict=False`) and told to `drift` as JSON pointer and reason.

    Raises:
        APIResponseValidationError: the body is not JSON, or (`strict`) not of the type.
    """
    try:
        value = json_reader(type_)(raw, strict=True) if strict else json_reader(type_)(raw)
    except ValueError as error:
        from ._lenient import mended

        return mended(type_, raw, error, strict=strict, drift=drift, status=status)
    if drift is not None:
        from ._lenient import tell_unlisted

        tell_unlisted(type_, value, "", drift)
    return value


def is_json_text(raw: bytes, media: str) -> bool:
    """Whether a body that is wanted as text is a JSON string, and not the text itself."""
    return raw[:1] == b'"' and "json" in media


def plain_text(raw: bytes, media: str | None) -> str:
    """A body as the text that its `charset` says, or as UTF-8; what is none becomes U+FFFD."""
    _, found, charset = (media or "").lower().partition("charset=")
    try:
        return raw.decode(charset.partition(";")[0].strip(' "') if found else "utf-8", "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


def check_readable(type_: Any) -> None:
    """Raise `TypeError` when no answer can be read as a type, before anything is sent for it."""
    from pydantic import PydanticSchemaGenerationError

    try:
        json_reader(type_)
    except PydanticSchemaGenerationError:
        raise TypeError(f"`cast_to` is a model or another type of values, not {type_!r:.80}") from None


def nothing(type_: Any, status: int) -> None:
    """The value of an empty body.

    Raises:
        APIResponseValidationError: the type does not allow for there being none.
    """
    try:
        json_reader(type_)(b"null")
    except ValueError:
        told = "the answer has no body, where the description promises one"
        raise APIResponseValidationError(told, status_code=status) from None


def decoder(
    type_: Any,
    *,
    strict: bool,
    drift: Callable[[str, str], None] | None,
    error_of: Callable[[bytes], Exception | None] = lambda _raw: None,
) -> Callable[[bytes], Any]:
    """What `decode` does, for one type and many bodies; the validator is found with the first of them.

    A body that is not of the type may be an error, which `error_of` then gives.
    """
    validate: Callable[[bytes], Any] | None = None

    def read(raw: bytes) -> Any:
        nonlocal validate
        try:
            if validate is None:
                validate = partial(json_reader(type_), strict=True) if strict else json_reader(type_)
            value = validate(raw)
        except ValueError as error:
            if (sent := error_of(raw)) is not None:
                raise sent from None
            from ._lenient import mended

            return mended(type_, raw, error, strict=strict, drift=drift, status=None)
        if drift is not None:
            from ._lenient import tell_unlisted

            tell_unlisted(type_, value, "", drift)
        return value

    return read


def unwrapped(raw: bytes, path: tuple[str, ...]) -> bytes:
    """The JSON of the part of a body that a path leads to; `null` if there is none.

    Raises:
        APIResponseValidationError: the body is not JSON.
    """
    from pydantic_core import to_json

    value = parsed(raw)
    for name in path:
        value = cast("dict[str, Any]", value).get(name) if isinstance(value, dict) else None
    return to_json(value)


def below(path: tuple[str, ...], drift: Callable[[str, str], None] | None) -> Callable[[str, str], None] | None:
    """Whom to tell of mismatches in the value that these members lead to, by their place in the whole body."""
    if drift is None:
        return None
    from ._lenient import pointer

    return lambda at, reason: drift(pointer(path) + at, reason)


def parsed(raw: bytes) -> Any:
    """JSON as plain values."""
    from pydantic_core import from_json

    try:
        return from_json(raw, allow_inf_nan=False)
    except ValueError as error:
        raise invalid(raw, str(error), None) from None


def invalid(raw: bytes, reason: str, status: int | None) -> APIResponseValidationError:
    """The error for a body that cannot be read; it shows the first 200 characters."""
    text = raw[: SHOWN * 4].decode("utf-8", "replace")[:SHOWN]
    return APIResponseValidationError(
        f"the answer breaks the description ({reason}): {text}", status_code=status, body=text
    )


def decode_error(raw: bytes, response: Response, types: Any) -> object:
    """The body of an error: typed where that fits, else JSON, else text; nothing about it ever raises."""
    from pydantic import ValidationError

    if not raw:
        return None
    value = plain_body(raw)
    type_ = error_type(types, response.status)
    if type_ is not None:
        try:
            return adapter(type_).validate_python(value)
        except ValidationError:
            return value
    return value


def plain_body(raw: bytes) -> Any:
    """A body of an unknown kind: plain JSON values, or text if it is not JSON."""
    from pydantic_core import from_json

    try:
        return from_json(raw)
    except ValueError:
        return raw.decode("utf-8", "replace")


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
