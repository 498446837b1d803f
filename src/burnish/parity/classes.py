"""Classes: what they descend from, and which fields and methods they have with what they inherit."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from msgspec import Struct

from .modules import Assigned, assignments, statements
from .package import Found, Package
from .signatures import decorations
from .spelling import last

__all__ = ["Ancestry", "Member", "methods_and_fields"]

PROPERTIES = frozenset({"property", "cached_property"})
# Said by the libraries that models are built on, not by the API.
CONFIGURATION = frozenset({"model_config", "Config"})
# What every model of Pydantic has; packages write some of it again for the sake of older versions.
OF_PYDANTIC = frozenset(
    {
        "copy",
        "dict",
        "json",
        "model_construct",
        "model_copy",
        "model_dump",
        "model_dump_json",
        "model_fields",
        "model_fields_set",
        "model_json_schema",
        "model_rebuild",
        "model_validate",
        "model_validate_json",
    }
)


class Member(Struct, frozen=True):
    """A field or a method of a class.

    Attributes:
        module: Where it is written: its annotations mean what they mean there.
        meaning: The definitions of a method, in order; None for a field.
        annotation: The type of a field or property.
        required: Whether a mapping (`TypedDict`) must have the field, or a model is not built without it.
        computed: Whether it is a property.
    """

    module: str
    meaning: tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...] | None
    annotation: ast.expr | None
    required: bool
    computed: bool = False


class Ancestry(Struct, frozen=True):
    """Follows the bases of classes."""

    package: Package

    def line(self, found: Found) -> Iterator[Found]:
        """A class and its ancestors, nearest first; those of other packages have no meaning but a name."""
        waiting, seen = [found], set[tuple[str, str]]()
        while waiting:
            each = waiting.pop(0)
            if (each.module, each.name) in seen:
                continue
            seen.add((each.module, each.name))
            yield each
            if isinstance(each.meaning, ast.ClassDef):
                waiting = [*(self.base(each.module, node) for node in each.meaning.bases), *waiting]

    def base(self, module: str, node: ast.expr) -> Found:
        """The class that a base's expression names."""
        head = node.value if isinstance(node, ast.Subscript) else node
        match head:
            case ast.Name():
                found = self.package.find(module, head.id)
            case ast.Attribute(value=ast.Name(id=holder)):
                place = self.package.find(module, holder)
                found = self.package.find(place.module, head.attr) if place and not place.name else None
            case _:
                found = None
        return found or Found("", last(head), None)

    def names(self, found: Found) -> list[str]:
        """The names of a class's ancestors, nearest first."""
        return [each.name for each in self.line(found)][1:]

    def is_exception(self, found: Found) -> bool:
        """Whether a class is raised."""
        return any(name.endswith(("Exception", "Error")) for name in self.names(found))

    def shape(self, found: Found) -> str:
        """What a caller relies on in a class itself: what catches it, or what kind of value it describes."""
        names = self.names(found)
        if self.is_exception(found):
            return f"caught as {', '.join(sorted(set(names) - {'object'}))}"
        for kind in ("TypedDict", "Enum", "BaseModel"):
            if kind in names:
                return kind
        return ""


def methods_and_fields(package: Package, ancestry: Ancestry, found: Found) -> dict[str, Member]:
    """The public members of a class by name, with inherited ones.

    Methods and properties of an ancestor that the package exports at its top (its base model, its base error) are left
    to that class's own entry: they would only be repeated for every model. What every model of Pydantic has is there
    whether a class writes it again or not.
    """
    shown = {package.find(package.name, name) for name in package.exported(package.name)}
    members: dict[str, Member] = {}
    line = list(ancestry.line(found))
    modelled = any(each.meaning is None and each.module.partition(".")[0] == "pydantic" for each in line)
    for each in line:
        if not isinstance(each.meaning, ast.ClassDef):
            continue
        shared = each != found and each in shown
        for name, member in own_members(each.module, each.meaning).items():
            told_elsewhere = shared or (modelled and name in OF_PYDANTIC)
            if not (told_elsewhere and (member.meaning is not None or member.computed)):
                members.setdefault(name, member)
    return members


def own_members(module: str, node: ast.ClassDef) -> dict[str, Member]:
    """The public members that a class writes itself."""
    members: dict[str, Member] = {}
    total = not any(
        key.arg == "total" and isinstance(key.value, ast.Constant) and not key.value.value for key in node.keywords
    )
    for statement in statements(node.body):
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            add_function(members, module, statement)
            continue
        for name, assigned in assignments(statement):
            if is_public(name) and assigned.annotation is not None:
                members[name] = Member(module, None, assigned.annotation, is_required(assigned, total))
            elif is_public(name):
                members[name] = Member(module, None, assigned.value, required=False)
    return members


def add_function(members: dict[str, Member], module: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    """Add a method, or the field that a property is to a caller."""
    if not (is_public(node.name) or node.name == "__init__"):
        return
    decorators = decorations(node)
    if decorators & PROPERTIES:
        members[node.name] = Member(module, None, node.returns, required=False, computed=True)
    elif not decorators & {"setter", "deleter"}:
        earlier = members.get(node.name)
        definitions = (*(earlier.meaning or ()), node) if earlier else (node,)
        members[node.name] = Member(module, definitions, None, required=False)


def is_public(name: str) -> bool:
    """Whether a member is meant for callers."""
    return not name.startswith("_") and name not in CONFIGURATION


def is_required(assigned: Assigned, total: bool) -> bool:
    """Whether a field must be there: no default, and not marked otherwise."""
    head = assigned.annotation.value if isinstance(assigned.annotation, ast.Subscript) else assigned.annotation
    marker = last(head) if head is not None else ""
    if marker in {"Required", "NotRequired"}:
        return marker == "Required"
    return total and (assigned.value is None or is_bare_field(assigned.value))


def is_bare_field(value: ast.expr) -> bool:
    """Whether a value is `Field(...)` of Pydantic without a default."""
    if not isinstance(value, ast.Call) or last(value.func) not in {"Field", "FieldInfo"}:
        return False
    stated = [*value.args[:1], *(item.value for item in value.keywords if item.arg in {"default", "default_factory"})]
    return all(isinstance(item, ast.Constant) and item.value is ... for item in stated)
