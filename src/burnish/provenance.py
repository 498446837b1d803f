"""Where the names of an SDK come from: from a name, a line of the output or a JSON pointer to its place, and back."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import assert_never

from msgspec import Struct

from burnish.diagnostics import Report, Span
from burnish.lock import Lock, read_lock
from burnish.openapi.canonical import Canonical
from burnish.pipeline import planned
from burnish.settings import Settings
from burnish.targets.python import Layout
from burnish.targets.python.symbols import ClassSymbol, MemberSymbol, MethodSymbol, Symbol, symbols
from burnish.workspace import Sdk

__all__ = ["Origin", "Provenance", "found_in", "near", "provenance_of"]

FILE = re.compile(r"(?P<file>.+?\.py)(?::(?P<line>[0-9]+))?(?::[0-9]+)?")


class Origin(Struct, frozen=True):
    """A name of an SDK with all that is known of where it comes from; `decided` says what gave it that name."""

    sdk: str
    name: str
    also: tuple[str, ...]
    file: str
    span: Span
    pointer: str
    decided: str


class Provenance:
    """The names of one SDK and their places in its description."""

    def __init__(self, sdk: Sdk, settings: Settings, canonical: Canonical, layout: Layout, locked: Lock) -> None:
        """Nothing is looked up before it is asked for."""
        self.layout = layout
        self._sdk = sdk
        self._settings = settings
        self._locked = locked
        self._canonical = canonical

    @cached_property
    def symbols(self) -> tuple[Symbol, ...]:
        """All names of the SDK that come from one place."""
        return tuple(symbols(self.layout))

    def find(self, query: str) -> list[Origin]:
        """What a name, a file of the output (`src/acme/types/pet.py:14`) or a JSON pointer stands for."""
        if "#" in query:
            found = self.at_pointer(query)
        elif match := FILE.fullmatch(query):
            found = self.in_file(Path(match["file"]), int(match["line"] or 0))
        else:
            found = self.named(query)
        return [self.origin(symbol) for symbol in found]

    def named(self, query: str) -> list[Symbol]:
        """Those with a dotted name that ends like this."""
        ending = f".{query.removeprefix('client.')}"
        return [symbol for symbol in self.symbols if any(f".{name}".endswith(ending) for name in symbol.names)]

    def in_file(self, path: Path, line: int) -> list[Symbol]:
        """Those in a file of the output, or the innermost one around a line of it."""
        tail = Path(*path.parts[path.parts.index("src") :]) if "src" in path.parts else path
        inside = [symbol for symbol in self.symbols if f"/{symbol.file}".endswith(f"/{tail.as_posix()}")]
        if not line or not inside:
            return inside
        actual = next((found for found in (path, self._sdk.out / tail) if found.is_file()), None)
        for name in enclosing(actual.read_text(encoding="utf-8"), line) if actual is not None else ():
            ending = f".{name}"
            if found := [item for item in inside if any(spelled.endswith(ending) for spelled in item.names)]:
                return found
        return []

    def at_pointer(self, query: str) -> list[Symbol]:
        """Those that come from a place or from below it; where there are none, those of the nearest place around it."""
        file, _, pointer = query.partition("#")
        pointer = f"#{pointer}".rstrip("/")
        ours = [item for item in self.symbols if not file or f"/{item.origin.span.path}".endswith(f"/{file}")]
        found = [item for item in ours if f"{item.origin.pointer}/".startswith(f"{pointer}/")]
        while not found and pointer.count("/") > 2:
            pointer = pointer.rpartition("/")[0]
            found = [item for item in ours if item.origin.pointer == pointer]
        return found

    def origin(self, symbol: Symbol) -> Origin:
        """All that is known of a name."""
        return Origin(
            sdk=self._sdk.name,
            name=symbol.names[0],
            also=symbol.names[1:],
            file=str(symbol.file),
            span=symbol.origin.span,
            pointer=symbol.origin.pointer,
            decided=self.decided(symbol),
        )

    def decided(self, symbol: Symbol) -> str:
        """What gave a symbol its name."""
        match symbol:
            case ClassSymbol(id=id_):
                return self.class_decided(id_)
            case MethodSymbol(operation=id_):
                return self.method_decided(id_)
            case MemberSymbol(wire=wire):
                renamed = self._settings.rename_fields.get(wire)
                return f'burnish.toml renames "{wire}"' if renamed else f'"{wire}" on the wire'
            case _:
                assert_never(symbol)

    def class_decided(self, id_: str) -> str:
        """What gave a class its name."""
        named = [r.path for r in self._settings.resources for schema in r.models.values() if schema == id_]
        pointer = self._canonical.pointers.get(id_, "")
        if named or any(schema == pointer for r in self._settings.resources for schema in r.models.values()):
            return "burnish.toml (models of a resource)"
        wire = self._canonical.wires.get(id_)
        by = f'the component "{wire}"' if wire else "where its schema stands, or that schema's title"
        return pinned(by) if self._locked.names.schemas.get(pointer) == id_ else by

    def method_decided(self, id_: str) -> str:
        """What gave a method its name and its resource."""
        operation = next(item for item in self._canonical.operations if item.id == id_)
        if operation.chosen is not None:
            return f'burnish.toml ([resources."{".".join("_".join(level) for level in operation.resource)}".methods])'
        request = f"{operation.verb.upper()} {operation.path}"
        named = isinstance(operation.node.get("operationId"), str)
        by = f'request "{request}"' + (f' and operationId "{operation.node["operationId"]}"' if named else "")
        return pinned(by) if f"{operation.verb} {operation.path}" in self._locked.names.operations else by


def provenance_of(sdk: Sdk, settings: Settings, report: Report) -> Provenance:
    """Read the description of an SDK as far as its names need it.

    Raises:
        Problems: it has errors.
    """
    canonical, layout = planned(sdk, settings, report)
    return Provenance(sdk, settings, canonical, layout, read_lock(sdk.lock))


def found_in(known: Sequence[Provenance], query: str) -> list[Origin]:
    """What a query stands for in some SDKs; a package that none of them has may have another name there."""
    package, _, rest = query.partition(".")
    found = [origin for item in known for origin in item.find(query)]
    if (
        not found
        and rest.startswith(("types.", "resources."))
        and all(package != item.layout.package for item in known)
    ):
        found = [origin for item in known for origin in item.find(rest)]
    return found


def near(query: str, known: Iterable[Provenance]) -> list[str]:
    """Names that read like one that nothing has, or pointers like one that nothing comes from."""
    every = [symbol for item in known for symbol in item.symbols]
    if FILE.fullmatch(query):
        return []
    if "#" in query:
        return get_close_matches(query, dict.fromkeys(symbol.origin.pointer for symbol in every), n=3, cutoff=0.7)
    plain = query.removeprefix("client.")
    size = plain.count(".") + 1
    tails = dict.fromkeys(".".join(name.split(".")[-size:]) for symbol in every for name in symbol.names)
    return get_close_matches(plain, tails, n=3)


def pinned(by: str) -> str:
    """What gave a name that stays as it is."""
    return f"{by}; pinned in burnish.lock"


def enclosing(text: str, line: int) -> Iterator[str]:
    """The dotted names of what stands around a line of a module, the innermost first: `Pet.owner_id`, `Pet`."""
    names: list[str] = []
    body: list[ast.stmt] = ast.parse(text).body
    while inner := next((item for item in body if begins(item) <= line <= (item.end_lineno or 0)), None):
        if isinstance(inner, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            names.append(inner.name)
            body = inner.body if isinstance(inner, ast.ClassDef) else []
        else:
            targets = [inner.target] if isinstance(inner, ast.AnnAssign) else getattr(inner, "targets", [])
            names += [target.id for target in targets if isinstance(target, ast.Name)]
            body = []
    for size in range(len(names), 0, -1):
        yield ".".join(names[:size])


def begins(item: ast.stmt) -> int:
    """The first line of a statement, with its decorators."""
    marks = item.decorator_list if isinstance(item, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) else []
    return min([item.lineno, *(mark.lineno for mark in marks)])
