"""One spelling for each type, so that two ways of writing the same annotation compare equal.

`Optional[List[str]]` and `list[str] | None`, members of a union in any order, an alias and what it stands for, a type
and the same type in quotes: each pair is one type to a caller. Markers of an argument that was not given, and what
`Annotated` adds, say nothing about which values are accepted and are left out.
"""

from __future__ import annotations

import ast

from msgspec import Struct, field

from .modules import Assigned
from .package import Found, Package

__all__ = ["ABSENT", "Scope", "Speller"]

ABSENT = frozenset({"NotGiven", "Omit", "NOT_GIVEN", "not_given", "omit"})
BUILTIN = {
    "List": "list",
    "Dict": "dict",
    "Tuple": "tuple",
    "Set": "set",
    "FrozenSet": "frozenset",
    "Type": "type",
    "Text": "str",
    "NoneType": "None",
    "SequenceNotStr": "Sequence",
}
WRAPPERS = frozenset({"Required", "NotRequired", "ReadOnly", "ClassVar", "Final"})


class Scope(Struct, frozen=True):
    """Where an annotation stands: names in it mean what they mean in that module."""

    module: str
    expanding: tuple[tuple[str, str], ...] = field(default=())

    def within(self, found: Found) -> Scope:
        """The scope of an alias's own text; remembers the alias so that a recursive one ends."""
        return Scope(found.module, (*self.expanding, (found.module, found.name)))


class Speller(Struct, frozen=True):
    """Spells types of one package."""

    package: Package

    def spell(self, node: ast.expr | None, scope: Scope) -> str:
        """The one spelling of a type; empty for no annotation."""
        return "" if node is None else " | ".join(self.members(node, scope))

    def members(self, node: ast.expr, scope: Scope) -> list[str]:
        """The members of a type taken as a union, sorted, without repetition and without markers of absence."""
        return sorted(set(self.alternatives(node, scope)), key=lambda member: (member == "None", member))

    def alternatives(self, node: ast.expr, scope: Scope) -> list[str]:
        """The members of a union as they are written."""
        match node:
            case ast.Constant(value=str() as text):
                return self.quoted(text, scope)
            case ast.Constant():
                return [repr(node.value)]
            case ast.BinOp(op=ast.BitOr()):
                return [*self.alternatives(node.left, scope), *self.alternatives(node.right, scope)]
            case ast.Subscript():
                return self.subscript(node, scope)
            case ast.Name() | ast.Attribute():
                return self.named(node, scope)
            case _:
                return [ast.unparse(node)]

    def quoted(self, text: str, scope: Scope) -> list[str]:
        """A type in quotes."""
        try:
            return self.alternatives(ast.parse(text.strip(), mode="eval").body, scope)
        except SyntaxError:
            return [repr(text)]

    def subscript(self, node: ast.Subscript, scope: Scope) -> list[str]:
        """`Name[arguments]`."""
        head = last(node.value)
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if head == "Optional":
            return [*self.alternatives(node.slice, scope), "None"]
        if head == "Union":
            return [member for item in items for member in self.alternatives(item, scope)]
        if head == "Annotated" or head in WRAPPERS:
            return self.alternatives(items[0], scope)
        if head == "Literal":
            return [f"Literal[{ast.unparse(item)}]" for item in items]
        inner = ", ".join(self.spell(item, scope) for item in items)
        return [f"{BUILTIN.get(head, head)}[{inner}]"]

    def named(self, node: ast.Name | ast.Attribute, scope: Scope) -> list[str]:
        """A name: what it stands for when it is an alias in this package, else its last part."""
        name = last(node)
        if name in ABSENT:
            return []
        found = self.find(node, scope)
        if found is None or (found.module, found.name) in scope.expanding:
            return [BUILTIN.get(name, name)]
        if is_variable(found):
            return ["TypeVar"]
        alias = aliased(found)
        if alias is not None:
            return self.alternatives(alias, scope.within(found))
        return [BUILTIN.get(name, found.name or name)]

    def find(self, node: ast.expr, scope: Scope) -> Found | None:
        """The definition of a dotted name."""
        match node:
            case ast.Name():
                return self.package.find(scope.module, node.id) if scope.module in self.package.modules else None
            case ast.Attribute():
                holder = self.find(node.value, scope)
                return self.package.find(holder.module, node.attr) if holder and not holder.name else None
            case _:
                return None


def last(node: ast.expr) -> str:
    """The last part of a dotted name."""
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return node.attr
        case _:
            return ast.unparse(node)


def is_variable(found: Found) -> bool:
    """Whether a name is a type variable; which one is called what says nothing to a caller."""
    meaning = found.meaning
    value = meaning.value if isinstance(meaning, Assigned) else None
    return isinstance(value, ast.Call) and last(value.func) == "TypeVar"


def aliased(found: Found) -> ast.expr | None:
    """The type that an alias stands for; None for what is no alias."""
    meaning = found.meaning
    if not isinstance(meaning, Assigned) or meaning.value is None:
        return None
    if meaning.annotation is not None:
        return meaning.value if last(meaning.annotation) == "TypeAlias" else None
    return meaning.value if isinstance(meaning.value, ast.Subscript | ast.BinOp | ast.Name | ast.Attribute) else None
