"""Fields: what the properties of records are called in Python."""

from __future__ import annotations

from burnish.ir import Record

from .earlier_names import argument_name, model_names
from .layout import Layout
from .spelling import identifier, settle_names

__all__ = ["HIDING", "RESERVED_FIELDS", "field_names"]

RESERVED_FIELDS = frozenset(
    (
        "construct",
        "copy",
        "dict",
        "from_orm",
        "json",
        "model_computed_fields",
        "model_config",
        "model_construct",
        "model_copy",
        "model_dump",
        "model_dump_json",
        "model_extra",
        "model_fields",
        "model_fields_set",
        "model_json_schema",
        "model_parametrized_name",
        "model_post_init",
        "model_rebuild",
        "model_validate",
        "model_validate_json",
        "model_validate_strings",
        "mro",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "register",
        "schema",
        "schema_json",
        "to_dict",
        "to_json",
        "update_forward_refs",
        "validate",
        # Names that annotations of the same class need.
        "bool",
        "bytes",
        "datetime",
        "float",
        "int",
        "list",
        "str",
        "tuple",
        "None",
        "self",
    )
)
BASE_METHODS = frozenset(("dict",))
# Fields of an SDK in the place of one of Stainless keep such names; annotations beside them are written in full.
HIDING = frozenset(("bool", "bytes", "dict", "float", "int", "list", "object", "str", "tuple"))


def field_names(record: Record, layout: Layout) -> dict[str, str]:
    """The Python name of every field, by wire name; a record that only arguments use has no model to mind."""
    reserved = RESERVED_FIELDS if layout.has_model(record.id) else frozenset[str]()
    compat, names = layout.settings.compat, [field.name for field in record.fields]
    if not compat.stainless:
        return settle_names((name.wire, identifier(name.words, reserved)) for name in names)
    reserved -= HIDING - BASE_METHODS
    if not layout.has_model(record.id):
        return settle_names((name.wire, argument_name(name, reserved)) for name in names)
    return settle_names(model_names(names, reserved, protects=compat.protects_model_names).items())
