"""What follows a hand-written module that takes a generated one's place: the rest of that, so that nothing is lost."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .late import names_in, quoted, stand_in
from .modules import Binding, Module
from .move import Moved

__all__ = ["GENERATED", "tail_of"]

GENERATED = "_generated"
LATE = "\n# These modules import this one: they can be imported when all of it is there."


class Rest(NamedTuple):
    """Names of the generated module that the hand-written one lacks."""

    public: list[str]
    private: list[str]


def tail_of(overlay: Module, made: Moved, wanted: Iterable[str]) -> str:
    """Python to append to the hand-written module, unformatted; empty if nothing is lacking.

    It brings the names that the generated module defines and this one does not (private ones only where other modules
    import them: `wanted`), names that quoted annotations need, definitions that waited for the hand-written classes,
    and imports of modules that import this one.
    """
    bound = {name for name, binding in overlay.names.items() if not binding.typing_only}
    parts = [
        *re_exports(overlay, made, bound, wanted),
        *(f"{stand_in(name)} = {name}" for name in made.replaced if name in bound),
        *made.aliases,
        *(f"{stand_in(name)} = {name}" for name in made.replaced if name not in bound),
        *(LATE for _ in made.late_imports[:1]),
        *(as_itself(statement) for statement in made.late_imports),
    ]
    return "\n".join(parts)


def re_exports(overlay: Module, made: Moved, bound: set[str], wanted: Iterable[str]) -> Iterator[str]:
    """Imports of what is lacking, and its share of `__all__`."""
    rest = lacking(made, bound, wanted)
    home = "." * (len(overlay.package) + 1) + ".".join(filter(None, (GENERATED, made.module.name)))
    names = [*rest.public, *rest.private]
    if made.module.lazy:
        shown = [name for name in listed(made.module) if name not in bound]
        yield from lazily(home, shown, made.module)
        yield from exported(overlay, shown)
        return
    yield from needed_imports(made, bound | set(names))
    if names:
        yield f"from {home} import {', '.join(f'{name} as {name}' for name in names)}"
    yield from exported(overlay, listed(made.module))


def lazily(home: str, names: list[str], module: Module) -> Iterator[str]:
    """Names that are loaded when they are first asked for, and those that are there at once."""
    later = [name for name in names if name in module.names and module.names[name].typing_only]
    yield "from typing import TYPE_CHECKING"
    yield from (f"from {home} import {name} as {name}" for name in names if name in module.names and name not in later)
    shown = ", ".join(f"{name} as {name}" for name in later)
    seen = f"from {home} import {shown}" if later else "pass"
    yield f"if TYPE_CHECKING:\n    {seen}\nelse:\n    from {home} import __dir__ as __dir__, __getattr__ as __getattr__"


def lacking(made: Moved, bound: set[str], wanted: Iterable[str]) -> Rest:
    """What the generated module defines and the hand-written one does not, sorted."""
    put_off = {name for text in made.aliases for name in assigned_names(text)}
    offered = {*listed(made.module)}
    names = made.module.names.items()
    own = {name for name, binding in names if isinstance(binding.value, ast.stmt) or name in offered}
    own -= {*bound, *put_off, "__all__"}
    public = sorted(name for name in own if not name.startswith("_"))
    return Rest(public, sorted({*wanted} & own - {*public}))


def listed(module: Module) -> list[str]:
    """The names in `__all__`."""
    binding = module.names.get("__all__")
    match binding:
        case Binding(value=ast.Assign(value=ast.List(elts=items) | ast.Tuple(elts=items))):
            return [item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)]
        case _:
            return []


def exported(overlay: Module, names: list[str]) -> Iterator[str]:
    """The generated names as part of `__all__`, as the hand-written module spells it."""
    own = set(listed(overlay))
    more = ", ".join(f'"{name}"' for name in names if name not in own)
    match overlay.names.get("__all__"):
        case _ if not more:
            return
        case None:
            mine = sorted(name for name, binding in overlay.names.items() if public_definition(name, binding))
            both = dict.fromkeys((*mine, *names))
            yield f"__all__ = [{', '.join(f'{name!r}' for name in both)}]"
        case Binding(value=ast.Assign(value=ast.List())):
            yield f"__all__ += [{more}]"
        case Binding(value=ast.Assign(value=ast.Tuple())):
            yield f"__all__ += ({more},)"
        case _:
            return


def public_definition(name: str, binding: Binding) -> bool:
    """Whether a module without `__all__` offers a name: it defines it, and the name is public."""
    return isinstance(binding.value, ast.stmt) and not name.startswith("_")


def needed_imports(made: Moved, bound: set[str]) -> Iterator[str]:
    """Imports of the generated module that its quoted annotations and its waiting definitions need here."""
    needed = needs(made) - bound
    for node in made.module.tree.body:
        if not isinstance(node, ast.ImportFrom | ast.Import) or node in made.late_imports:
            continue
        kept = [alias for alias in node.names if (alias.asname or alias.name) in needed]
        if kept and isinstance(node, ast.Import):
            yield ast.unparse(ast.Import(kept))
        elif kept and isinstance(node, ast.ImportFrom):
            used = {name for text in made.aliases for name in words(text)}
            here = [alias for alias in kept if alias.name in used]
            others = [alias for alias in kept if alias.name not in used]
            if here:
                yield ast.unparse(ast.ImportFrom(node.module, here, node.level))
            if others:
                yield as_itself(ast.ImportFrom(node.module, others, node.level))


def needs(made: Moved) -> set[str]:
    """Names that annotations read late, and definitions put off, refer to."""
    found: set[str] = set()
    for statement in ast.walk(ast.parse(made.file.content)):
        if isinstance(statement, ast.AnnAssign):
            found |= {name for text in quoted(statement.annotation) for name in names_in(text)}
    for text in made.aliases:
        found |= words(text)
    return found


def words(text: str) -> set[str]:
    """The names in a definition, those in quoted annotations included."""
    return {name for item in ast.walk(ast.parse(text)) if isinstance(item, ast.expr) for name in names_in(item)}


def assigned_names(text: str) -> list[str]:
    """The names that a definition binds."""
    return [
        node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]


def as_itself(node: ast.ImportFrom) -> str:
    """An import of names that are there for others: `X as X` says so to type checkers."""
    names = [ast.alias(alias.name, alias.asname or alias.name) for alias in node.names]
    return ast.unparse(ast.ImportFrom(node.module, names, node.level))
