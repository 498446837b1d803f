# Copied from overlays/python/runtime/testing/factory.py; edit it there.
"""Valid values of any type: the smallest JSON that its schema accepts, read as the type.

Values are the same in every run. What a schema cannot tell (a pattern, a rule in code) is given by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast, overload

from pydantic import TypeAdapter

__all__ = ["build", "example"]

T = TypeVar("T")
Schema = Mapping[str, Any]

_FORMATS: Mapping[str, str] = {
    "date-time": "2026-01-02T03:04:05Z",
    "date": "2026-01-02",
    "time": "03:04:05Z",
    "duration": "PT1S",
    "email": "user@example.com",
    "uri": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "binary": "",
    "base64": "",
    "byte": "",
    "base64url": "",
    "decimal": "1.0",
}

_MAX_DEPTH = 40


@overload
def build(type_: type[T], **fields: Any) -> T: ...
@overload
def build(type_: Any, **fields: Any) -> Any: ...
def build(type_: Any, **fields: Any) -> Any:
    """Make a valid value of a type.

    `fields` set fields of a model by Python or wire name; nested models may be given as dicts, models or values.

    Raises:
        pydantic.ValidationError: a field's value does not fit, or one is needed by hand.
        TypeError: the type has no such field. Fields that a server may add go into a plain dict, as JSON.
    """
    adapter = TypeAdapter[Any](type_)
    sample = _Sampler(adapter.json_schema(by_alias=True)).sample()
    if fields:
        if not isinstance(sample, dict):
            raise TypeError(f"{type_} has no fields to set: give `reply` a value")
        sample = {**cast("dict[str, Any]", sample), **_by_wire_name(type_, fields)}
    return adapter.validate_python(sample)


def example(type_: Any) -> Any:
    """Make the JSON of a valid value of a type, as Python values."""
    return _Sampler(TypeAdapter[Any](type_).json_schema(by_alias=True)).sample()


def _by_wire_name(type_: Any, fields: Mapping[str, Any]) -> dict[str, Any]:
    model_fields: Mapping[str, Any] = getattr(type_, "model_fields", {})
    aliases = {field.alias for field in model_fields.values()}
    for name in fields if model_fields else ():
        if name not in model_fields and name not in aliases:
            raise TypeError(f"{type_.__name__} has no field {name!r}; it has {', '.join(model_fields)}")
    return {
        (model_fields[name].alias or name) if name in model_fields else name: _plain(value)
        for name, value in fields.items()
    }


def _plain(value: Any) -> Any:
    dump = getattr(value, "model_dump", None)
    return value if dump is None else dump(by_alias=True)


class _Sampler:
    """Makes a value of a JSON Schema as Pydantic writes them."""

    def __init__(self, root: Schema) -> None:
        self._root = root
        self._definitions: Schema = root.get("$defs", {})

    def sample(self) -> Any:
        return self._value(self._root, 0)

    def _value(self, schema: Schema, depth: int) -> Any:
        if depth > _MAX_DEPTH:
            raise ValueError("the type has no finite value: it contains itself without an end")
        if "$ref" in schema:
            return self._value(self._definitions[schema["$ref"].rsplit("/", 1)[-1]], depth + 1)
        for key in ("const", "default"):
            if key in schema:
                return schema[key]
        if schema.get("enum"):
            return schema["enum"][0]
        for key in ("anyOf", "oneOf"):
            if schema.get(key):
                return self._simplest(schema[key], depth)
        if schema.get("allOf"):
            return self._merged(schema["allOf"], depth)
        return self._of_type(schema, depth)

    def _simplest(self, choices: list[Schema], depth: int) -> Any:
        """Take null last: a value shows more. A choice without a finite value is passed over."""
        for choice in sorted(choices, key=lambda choice: choice.get("type") == "null"):
            try:
                return self._value(choice, depth + 1)
            except ValueError:
                continue
        raise ValueError("no choice of the union has a finite value")

    def _merged(self, parts: list[Schema], depth: int) -> Any:
        values = [self._value(part, depth + 1) for part in parts]
        if all(isinstance(value, dict) for value in values):
            return {name: field for value in values for name, field in value.items()}
        return values[0]

    def _of_type(self, schema: Schema, depth: int) -> Any:
        of_type: Mapping[str, Callable[[], Any]] = {
            "null": lambda: None,
            "boolean": lambda: True,
            "integer": lambda: _integer(schema),
            "number": lambda: _number(schema),
            "string": lambda: _string(schema),
            "array": lambda: self._array(schema, depth),
            "object": lambda: self._object(schema, depth),
        }
        make = of_type.get(str(schema.get("type")))
        return {} if make is None else make()

    def _array(self, schema: Schema, depth: int) -> list[Any]:
        fixed = [self._value(item, depth + 1) for item in schema.get("prefixItems", ())]
        missing = max(0, schema.get("minItems", 0) - len(fixed))
        return fixed + [self._value(schema.get("items", {}), depth + 1) for _ in range(missing)]

    def _object(self, schema: Schema, depth: int) -> dict[str, Any]:
        properties: Schema = schema.get("properties", {})
        return {name: self._value(properties.get(name, {}), depth + 1) for name in schema.get("required", ())}


def _integer(schema: Schema) -> int:
    return int(_number({"multipleOf": 1, **schema}))


def _number(schema: Schema) -> float:
    """Take the lowest number from 0 up that is within the bounds, else the highest."""
    step = schema.get("multipleOf", 0)
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    value = low if low is not None else min(0, high) if high is not None else 0
    if step:
        value = -(-value // step) * step
    if value == schema.get("exclusiveMinimum"):
        value += step or (1 if high is None else (high - value) / 2)
    if value == schema.get("exclusiveMaximum"):
        value -= step or 1
    return value


def _string(schema: Schema) -> str:
    text = _FORMATS.get(schema.get("format", ""), "string" if "format" not in schema else "")
    text = text.ljust(schema.get("minLength", 0), "x")
    return text[: schema["maxLength"]] if "maxLength" in schema else text
