"""What changed between the package that is on disk and the new one, to say why an overlay no longer fits."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Set

from msgspec import Struct

from burnish.diagnostics import Located, Related

from .modules import Module, Package

__all__ = ["Cause", "Changes", "Places", "changes_between"]


class Request(Struct, frozen=True):
    """What an operation sends ("GET /jobs/{job_id}"), and whether it is awaited."""

    line: str
    awaited: bool


class Member(Struct, frozen=True):
    """A class, function or field by its text; operations also by their request."""

    text: str
    arguments: ast.arguments | None = None
    request: Request | None = None


class Cause(Struct, frozen=True):
    """Why something no longer fits: the end of a message, and where the description says so; empty if not known."""

    text: str = ""
    related: tuple[Related, ...] = ()


Names = Mapping[tuple[str, str], Member]
Places = Mapping[tuple[str, str], Located]


class Changes(Struct, frozen=True):
    """Names that are gone or differ, by module and qualified name ("" the module itself), with a half sentence on each.

    `places` are those of the new description.
    """

    causes: Mapping[tuple[str, str], str]
    places: Places

    def of(self, module: str, name: str) -> Cause:
        """What happened to a name."""
        module = module.removeprefix("_generated.")
        found = self.causes.get((module, name))
        if found is None:
            return Cause()
        place = self.places.get((module, name)) or self.places.get((module, name.partition(".")[0]))
        related = () if place is None else (Related(place, "the description has this now"),)
        return Cause(f"; {found}", related)

    def about(self, message: Set[str], line: Set[str]) -> Cause:
        """What happened to a name that a message mentions, best with its class; else to one in its line of code."""
        found = [
            ((owner in message) + 2 * (name in message), module, qualified)
            for module, qualified in self.causes
            for owner, _, name in [qualified.rpartition(".")]
            if owner and (name in message or name in line)
        ]
        if not found:
            return Cause()
        _, module, qualified = max(found)
        return self.of(module, qualified)

    @property
    def breaking(self) -> bool:
        """Whether anything that code could rely on is gone or differs."""
        return bool(self.causes)


def changes_between(before: Package, after: Package, places: Places) -> Changes:
    """Compare the definitions of two packages, module by module; equal files are not read."""
    old, new = definitions(before, after), definitions(after, before)
    modules = gone_modules(before, after)
    gone = {name: gone_cause(name, member, new, old) for name, member in old.items() if name not in new}
    other = {
        name: difference(name[1], old[name], member)
        for name, member in new.items()
        if name in old and member.text != old[name].text
    }
    return Changes({**modules, **gone, **other}, places)


def gone_modules(before: Package, after: Package) -> dict[tuple[str, str], str]:
    """Modules that are no longer generated, with those that are new in the same folder."""
    old, new = before.module_names, after.module_names
    found: dict[tuple[str, str], str] = {}
    for gone in old - new:
        name = gone.removeprefix("_generated.")
        fresh = sorted(other for other in new - old if other.rpartition(".")[0] == name.rpartition(".")[0])
        added = f"; new: {', '.join(fresh[:5])}" if fresh else ""
        found[name, ""] = f"{name} is not generated any more{added}"
    return found


def gone_cause(name: tuple[str, str], member: Member, new: Names, old: Names) -> str:
    """Why a name is gone."""
    module, qualified = name
    owner, _, last = qualified.rpartition(".")
    if member.request is not None:
        return request_cause(member.request, new, old)
    if owner and (module, owner) not in new:
        return f"`{owner}` is gone from {module}"
    elsewhere = sorted(there for there, found in new if found == qualified and (there, found) not in old)
    if elsewhere:
        return f"it is in {elsewhere[0]} now"
    siblings = (found for there, found in new if there == module and found.rpartition(".")[0] == owner)
    fresh = sorted(found.rpartition(".")[2] for found in siblings if (module, found) not in old)
    added = f"; new beside it: {', '.join(f'`{found}`' for found in fresh[:5])}" if fresh else ""
    return f"the description has no `{last}` there any more{added}"


def request_cause(request: Request, new: Names, old: Names) -> str:
    """Why an operation's method is gone."""
    fresh = ((name, member) for name, member in new.items() if name not in old)
    moved = next((name for name, member in fresh if member.request == request), None)
    if moved is not None:
        return f"`{request.line}` is `{moved[1]}` of {moved[0]} now"
    kept = any(member.request == request for member in new.values())
    gone = "has another name" if kept else "is not in the description any more"
    return f"`{request.line}` {gone}"


def difference(name: str, old: Member, new: Member) -> str:
    """How a function or a field differs from what it was."""
    if old.arguments is None or new.arguments is None:
        return f"`{name}` was `{shortened(old.text)}` and is `{shortened(new.text)}` now"
    before, after = parameters(old.arguments), parameters(new.arguments)
    parts = [
        *(
            f"`{name}` is new{' and must be given' if must else ''}"
            for name, must in after.items()
            if name not in before
        ),
        *(f"`{name}` is gone" for name in before if name not in after),
        *(f"`{name}` must be given now" for name, must in after.items() if must and before.get(name) is False),
    ]
    return f"the description changed it: {', '.join(parts)}" if parts else "types in its signature changed"


def parameters(arguments: ast.arguments) -> dict[str, bool]:
    """The names of all parameters, each with whether it must be given."""
    ordered = [*arguments.posonlyargs, *arguments.args]
    required = len(ordered) - len(arguments.defaults)
    named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return {
        **{argument.arg: index < required for index, argument in enumerate(ordered)},
        **{argument.arg: default is None for argument, default in named},
    }


def definitions(package: Package, other: Package) -> dict[tuple[str, str], Member]:
    """Classes, functions and their members in modules that are not the same in the other package."""
    found: dict[tuple[str, str], Member] = {}
    for module in package.unlike(other):
        if package.path_of(f"_generated.{module.name}") is not None:
            continue  # written by hand, in the place of a generated one
        requests = requests_of(module)
        name = module.name.removeprefix("_generated.")
        for qualified, member in members(module, requests):
            found[name, qualified] = member
    return found


def members(module: Module, requests: Mapping[str, str]) -> Iterator[tuple[str, Member]]:
    """The public definitions of a module, and of its classes."""
    for statement in module.tree.body:
        match statement:
            case ast.ClassDef(name=owner, body=body):
                yield owner, Member(f"class {owner}")
                for item in body:
                    yield from ((f"{owner}.{name}", found) for name, found in member(item, requests))
            case ast.FunctionDef(name=name) if name in requests:
                continue
            case _:
                yield from member(statement, requests)


def member(statement: ast.stmt, requests: Mapping[str, str]) -> Iterator[tuple[str, Member]]:
    """A function with its signature, or a variable with its annotation."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            used = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
            line = next((requests[described] for described in sorted(used & requests.keys())), None)
            awaited = isinstance(statement, ast.AsyncFunctionDef)
            text = f"{name}({ast.unparse(statement.args)}) -> {ast.unparse(statement.returns or ast.Constant(None))}"
            yield name, Member(text, statement.args, None if line is None else Request(line, awaited))
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
            shown = "" if statement.value is None else ast.unparse(statement.value)
            alias = isinstance(annotation, ast.Name) and annotation.id == "TypeAlias"
            yield name, Member(shown if alias else ast.unparse(plain(annotation)))
        case _:
            return


def plain(annotation: ast.expr) -> ast.expr:
    """An annotation without what `Annotated` adds."""
    match annotation:
        case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[first, *_])):
            return first
        case _:
            return annotation


def requests_of(module: Module) -> dict[str, str]:
    """The requests that a module of resources makes, by the function that describes each."""
    found: dict[str, str] = {}
    for statement in module.tree.body:
        match statement:
            case ast.FunctionDef(
                name=name,
                body=[*_, ast.Return(ast.Call(args=[ast.Constant(str() as verb), ast.Constant(str() as path), *_]))],
            ):
                found[name] = f"{verb} {path}"
            case _:
                continue
    return found


def shortened(text: str) -> str:
    """Text of at most a line."""
    return text if len(text) <= 90 else text[:87] + "..."
