"""Whether hand-written modules still fit the generated ones: imports, members, calls and overrides, by their text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import PurePosixPath

from msgspec import Struct

from burnish.diagnostics import Code, Report

from .changes import Cause, Changes
from .codes import CALL_MISFITS, HIDES_NAME, MISSING_IMPORT, MISSING_MEMBER, OVERRIDE_MISFITS, OWN_IMPORT
from .lay import Laid, Overlay
from .modules import FOREIGN, Definition, Foreign, Function, Package, target_of
from .place import FilePlace
from .signatures import call_problem, override_problem, signature_of

__all__ = ["check_overlays", "package_of"]

IGNORED = re.compile(r"#\s*(type|pyright):\s*ignore")
UNKNOWN = Cause()
Node = ast.expr | ast.stmt | ast.alias


def package_of(laid: Laid, package: str) -> Package:
    """The package as it will be on disk."""
    return Package(PurePosixPath("src", package), {file.path: file.content for file in laid.files})


def check_overlays(laid: Laid, package: Package, changes: Changes, report: Report) -> None:
    """Report every line of an overlay that no longer fits what is generated."""
    modules = [overlay for overlay in laid.overlays if overlay.target.suffix == ".py"]
    own = frozenset(package.at(item.target).name for item in modules if item.target not in laid.replaced)
    for overlay in modules:
        OverlayCheck(overlay, package, changes, own, report).run(replaces=overlay.target in laid.replaced)


class Bound(Struct, frozen=True):
    """A member of a class, where it was found."""

    owner: Definition
    function: Function | None


class OverlayCheck:
    """The check of one hand-written module."""

    def __init__(
        self, overlay: Overlay, package: Package, changes: Changes, own: frozenset[str], report: Report
    ) -> None:
        """Read the file itself, so that places are its own; `own` are the modules that are wholly written by hand."""
        self._own = own
        self._overlay = overlay
        self._package = package
        self._changes = changes
        self._report = report
        self._laid = package.at(overlay.target)
        self._tree = ast.parse(overlay.path.read_bytes())
        self._lines = overlay.path.read_text(encoding="utf-8").splitlines()

    def run(self, *, replaces: bool) -> None:
        """Check everything; `replaces` says that the module takes a generated one's place."""
        for node in ast.walk(self._tree):
            if isinstance(node, ast.ImportFrom):
                self.imports(node)
            elif isinstance(node, ast.Attribute):
                self.attribute(node)
        for node in self._tree.body:
            if replaces:
                self.replacement(node)
            if isinstance(node, ast.ClassDef):
                self.class_(node)

    def add(self, code: Code, node: Node, cause: Cause = UNKNOWN, **facts: str) -> None:
        """Report a problem at a node."""
        at = FilePlace.node(self._overlay.path, node)
        self._report.add(code, at, related=cause.related, cause=cause.text, **facts)

    def imports(self, node: ast.ImportFrom) -> None:
        """Names that an import of the package asks for must be there."""
        target = target_of(node, self._laid)
        if target is None:
            return
        if self._package.path_of(target) is None:
            shown = ".".join(filter(None, (self._laid.root, target)))
            wanted = [target, *(f"{target}.{alias.name}" for alias in node.names)]
            causes = [
                cause for name in wanted if (cause := self._changes.of(name.removeprefix("_generated."), "")).text
            ]
            self.missing(node, f'there is no module "{shown}"', next(iter(causes), UNKNOWN), target, "")
            return
        for alias in node.names:
            if alias.name != "*" and self._package.find(target, alias.name) is None:
                self.missing_name(alias, target, alias.name)

    def attribute(self, node: ast.Attribute) -> None:
        """Attributes of the package's modules must be there."""
        owner = self._package.expression(self._laid, node.value)
        if isinstance(owner, Definition) and owner.statement is None:
            name = owner.module.name
            if self._package.find(name, node.attr) is None:
                self.missing_name(node, name, node.attr)

    def missing_name(self, node: Node, module: str, name: str) -> None:
        """Report a name that a module does not have."""
        where = module.removeprefix("_generated.") or self._laid.root
        self.missing(node, f'{where} has no "{name}"', self._changes.of(module, name), module, name)

    def missing(self, node: Node, what: str, cause: Cause, module: str, name: str) -> None:
        """Report something that cannot be imported, with the nearest that can."""
        home = self._package.module(module)
        near = get_close_matches(name, home.names, n=1) if home is not None else []
        advice = f'did you mean "{near[0]}"?' if near else "import what the package has now"
        self.add(OWN_IMPORT if module in self._own else MISSING_IMPORT, node, cause, what=what, advice=advice)

    def replacement(self, node: ast.stmt) -> None:
        """What takes the place of a generated class must be one, with all that others rely on."""
        name = getattr(node, "name", None) or next((target.id for target in assigned(node)), None)
        found = self._package.find(f"_generated.{self._laid.name}".rstrip("."), name) if isinstance(name, str) else None
        if not isinstance(found, Definition) or not isinstance(found.statement, ast.ClassDef):
            return
        own = self.class_given(node)
        if own is None or not isinstance(own.statement, ast.ClassDef):
            advice = "derive a class from the generated one, or choose another name"
            self.add(HIDES_NAME, node, name=found.name, what="a generated class", advice=advice)
            return
        every = list(self._package.bases(own))
        if found in every or any(isinstance(base, Foreign) for base in every):
            return
        lacking = [item for item in public_members(found.statement) if self.member(every, item) is None]
        if lacking:
            what = f'a generated class that has "{lacking[0]}"'
            advice = "derive it from the generated class, or define that too"
            self.add(HIDES_NAME, node, name=found.name, what=what, advice=advice)

    def class_given(self, node: ast.stmt) -> Definition | None:
        """The class that a statement defines, or gives another name."""
        if isinstance(node, ast.ClassDef):
            return Definition(self._laid, node.name, node)
        found = self._package.expression(self._laid, node.value) if isinstance(node, ast.Assign) else None
        return found if isinstance(found, Definition) else None

    def class_(self, node: ast.ClassDef) -> None:
        """Overrides must fit what they override, and methods may only use what is there."""
        bases = [
            base
            for expression in node.bases
            for base in self._package.bases(self._package.expression(self._laid, expression) or FOREIGN)
        ]
        known = {name for item in node.body for name in [*self_names(item), *class_names(item)]}
        for item in node.body:
            if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef):
                self.override(item, bases)
                for use in uses_of_self(item):
                    if use.attr not in known:
                        self.use(use, bases)
        calls = (call for call in ast.walk(node) if isinstance(call, ast.Call))
        for call in calls:
            if isinstance(call.func, ast.Attribute) and is_self(call.func.value) and call.func.attr not in known:
                self.call(call, call.func.attr, bases)

    def member(self, bases: Iterable[Definition | Foreign], name: str) -> Bound | None:
        """A member of the nearest class that has it."""
        for base in bases:
            if isinstance(base, Definition) and isinstance(base.statement, ast.ClassDef):
                functions = [item for item in base.statement.body if isinstance(item, Function) and item.name == name]
                if functions:
                    return Bound(base, functions[-1])  # after overloads, the one that takes them all
                if any(name in [*self_names(item), *class_names(item)] for item in base.statement.body):
                    return Bound(base, None)
        return None

    def override(self, function: Function, bases: list[Definition | Foreign]) -> None:
        """A method must take what the one it overrides takes, and be awaited if that is."""
        found = self.member(bases, function.name) if not function.name.startswith("__") else None
        if found is None or found.function is None or function.decorator_list or found.function.decorator_list:
            return
        wanted = signature_of(found.function, bound=True)
        problem = override_problem(signature_of(function, bound=True), wanted)
        if type(function) is not type(found.function):
            problem = "one of them is `async`, and the other is not"
        if problem is not None and not self.ignored(function):
            cause = self._changes.of(found.owner.module.name, f"{found.owner.name}.{function.name}")
            self.add(OVERRIDE_MISFITS, function, cause, name=function.name, problem=problem, signature=wanted.text)

    def ignored(self, node: ast.stmt) -> bool:
        """Whether a line tells type checkers to pass it over: then the misfit is meant."""
        return IGNORED.search(self._lines[node.lineno - 1]) is not None

    def use(self, node: ast.Attribute, bases: list[Definition | Foreign]) -> None:
        """An attribute of `self` must be there; of classes from elsewhere only what is gone is known."""
        if self.member(bases, node.attr) is not None:
            return
        owners = [base for base in bases if isinstance(base, Definition) and base.name]
        causes = (self._changes.of(base.module.name, f"{base.name}.{node.attr}") for base in owners)
        gone = [cause for cause in causes if cause.text]
        if not owners or (not gone and any(isinstance(base, Foreign) for base in bases)):
            return
        own = [base.statement for base in owners if isinstance(base.statement, ast.ClassDef)]
        names = {name for statement in own for name in public_members(statement)}
        near = get_close_matches(node.attr, sorted(names), n=1)
        advice = f'did you mean "{near[0]}"?' if near else "use what the class has now"
        self.add(MISSING_MEMBER, node, *gone[:1], owner=owners[0].name, name=node.attr, advice=advice)

    def call(self, node: ast.Call, name: str, bases: list[Definition | Foreign]) -> None:
        """A call of a generated method must fit it."""
        found = self.member(bases, name)
        if found is None or found.function is None or found.function.decorator_list:
            return
        wanted = signature_of(found.function, bound=True)
        problem = call_problem(node, wanted)
        if problem is not None:
            cause = self._changes.of(found.owner.module.name, f"{found.owner.name}.{name}")
            self.add(CALL_MISFITS, node, cause, name=name, problem=problem, signature=wanted.text)


def assigned(node: ast.stmt) -> Iterator[ast.Name]:
    """The names that an assignment binds."""
    if isinstance(node, ast.Assign):
        yield from (target for target in node.targets if isinstance(target, ast.Name))


def public_members(node: ast.ClassDef) -> list[str]:
    """The public methods and attributes that a class itself has."""
    return [name for item in node.body for name in class_names(item) if not name.startswith("_")]


def class_names(item: ast.stmt) -> list[str]:
    """The names that a statement of a class body binds."""
    match item:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case ast.Assign():
            return [target.id for target in assigned(item)]
        case _:
            return []


def self_names(item: ast.stmt) -> list[str]:
    """The attributes that a method sets on its object."""
    if not isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef):
        return []
    stored = (node for node in ast.walk(item) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store))
    return [node.attr for node in stored if is_self(node.value)]


def uses_of_self(function: Function) -> Iterator[ast.Attribute]:
    """Attributes of the object, or of what it inherits, that a method reads."""
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and is_self(node.value):
            yield node


def is_self(node: ast.expr) -> bool:
    """Whether an expression is `self` or `super()`."""
    match node:
        case ast.Name(id="self") | ast.Call(func=ast.Name(id="super"), args=[]):
            return True
        case _:
            return False
