"""The pages of an SDK: its README, guides, and the reference of client, resources, types and errors."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from .guides import write_guides
from .reading import Class, Function, module_text
from .sdk import Sdk
from .writing import class_page, fields_list, function_block, joined, section_lists, signature, type_block

__all__ = ["write_pages"]

WORD = re.compile(r"(?<!^)(?=[A-Z])")
"""Where a word begins inside the name of a class."""
CALLS = ("with_options", "fan_out", "close", "get", "post", "put", "patch", "delete")
"""What every client can do, in the order of how often it is wanted."""


def write_pages(sdks: Path, guides: Path, out: Path) -> None:
    """Write the pages of all SDKs in a folder, and drop those of an earlier build."""
    shutil.rmtree(out, ignore_errors=True)
    for folder in sorted(path.parent for path in sdks.glob("*/pyproject.toml")):
        write_sdk(Sdk.at(folder, guides), guides, out / folder.name)


def write_sdk(sdk: Sdk, guides: Path, out: Path) -> None:
    """Write the pages of an SDK."""
    for part in ("resources", "types", "modules"):
        (out / part).mkdir(parents=True)
    modules = cast("list[str]", sdk.plan.get("modules", []))
    types = list(dict.fromkeys(found.module for found in sdk.types.values()))
    pages: dict[str, Iterable[str]] = {
        "client": client_page(sdk),
        "exceptions": exceptions_page(sdk),
        "api": [(sdk.folder / "api.md").read_text(encoding="utf-8").replace(f"# {sdk.title}\n", "# All methods\n", 1)],
        **{f"modules/{name}": module_page(sdk, name) for name in modules},
        **{f"resources/{name}": resource_page(sdk, name, classes) for name, classes in sdk.resources.items()},
        **{f"types/{name}": types_page(sdk, name) for name in types},
        "reference": [
            "# Reference",
            toctree(["client", *(f"modules/{name}" for name in modules), "exceptions", "api"]),
        ],
        "resources/index": resources_page(sdk),
        "types/index": ["# Types", toctree(types)],
    }
    listed = [*write_guides(sdk, guides, out), "reference", "resources/index", "types/index"]
    pages["index"] = [sdk.readme.replace("[api.md](api.md)", "[The index of methods](api.md)"), toctree(listed)]
    for name, parts in pages.items():
        (out / f"{name}.md").write_text(joined(parts), encoding="utf-8")


def resources_page(sdk: Sdk) -> Iterator[str]:
    """All resources, with what each is for."""
    yield "# Resources"
    yield "\n".join(f"- [`client.{name}`]({name}.md): {first_line(classes)}" for name, classes in sdk.resources.items())
    yield toctree(list(sdk.resources), hidden=True)


def first_line(classes: Iterable[Class]) -> str:
    """What a resource is for, in a line."""
    return next((found.text for found in classes if found.text), "").partition("\n")[0]


def toctree(names: list[str], *, hidden: bool = False) -> str:
    """A part of the navigation, which is a list on its page too unless it is hidden there."""
    listed = "\n".join(names)
    options = ":maxdepth: 1\n:hidden:" if hidden else ":maxdepth: 1"
    return f"```{{toctree}}\n{options}\n\n{listed}\n```"


class Links:
    """Links to types, from a page that is `up` above them."""

    def __init__(self, sdk: Sdk, up: str) -> None:
        self._sdk = sdk
        self._up = up

    def __call__(self, name: str) -> str:
        """A link to a type; empty where there is none of that name."""
        base = name if name in self._sdk.types else name.removesuffix("Param")
        found = self._sdk.types.get(base)
        return f"{self._up}types/{found.module}.md#{base.lower()}" if found is not None else ""


def resource_page(sdk: Sdk, name: str, classes: list[Class]) -> Iterator[str]:
    """A resource: every method once, as the hand-written class has it, else the generated one."""
    owner = f"client.{name}"
    yield f"# `{owner}`"
    yield next((found.text for found in classes if found.text), "")
    yield "Methods that send a request also take [options of the call](../clients.md#options-of-a-call)."
    seen: set[str] = set()
    for found in classes:
        for function in found.functions:
            if function.name not in seen:
                seen.add(function.name)
                operation = sdk.operations.get(f"{name}.{function.name}")
                request = operation.request if operation is not None else ""
                yield from function_block(owner, function, request, Links(sdk, "../"))


def client_page(sdk: Sdk) -> Iterator[str]:
    """The client: how it is made, what it does by itself, and its resources."""
    classes = [found for found in sdk.classes("_client.py") if found.name == sdk.client]
    init = next(found.init for found in classes if found.init is not None)
    yield f"# The client: `{sdk.client}`"
    yield next((found.text for found in classes if found.text), "")
    yield f"`Async{sdk.client}` has the same arguments and methods, awaited."
    yield signature(sdk.client, init)
    yield from section_lists(init.sections)
    own = {function.name: function for found in classes for function in found.functions}
    for function in own.values():
        if not function.name.startswith("with_") and function.name not in (*CALLS, "copy"):
            yield from function_block("client", function, "", Links(sdk, ""))
    for function in usual_calls(sdk, own):
        yield from function_block("client", function, "", Links(sdk, ""))
    yield "## Resources"
    yield "\n".join(f"- [`client.{name}`](resources/{name}.md)" for name in sdk.resources)


def usual_calls(sdk: Sdk, own: Mapping[str, Function]) -> Iterator[Function]:
    """What the client takes from the runtime, unless it has its own."""
    inherited = {
        function.name: function
        for module in ("_state.py", "_client.py")
        for found in sdk.classes("_runtime", module)
        if found.name in ("ClientState", "SyncClient")
        for function in found.functions
    }
    for name in CALLS:
        if found := own.get(name) or inherited.get(name):
            yield found


def module_page(sdk: Sdk, name: str) -> Iterator[str]:
    """A module that was written by hand: its classes and functions."""
    path = sdk.package.joinpath(*name.split(".")).with_suffix(".py")
    package = sdk.package.name
    yield f"# `{package}.{name}`"
    yield module_text(path)
    public = sdk.front_door.get(name, [])
    for found in sdk.classes(*path.relative_to(sdk.package).parts):
        if not found.alias and (found.name in public or not public) and not found.name.startswith("Async"):
            yield from class_page(found, Links(sdk, "../"), WORD.sub("_", found.name).lower())
    for function in sdk.functions(path):
        yield from function_block("", function, "", Links(sdk, "../"))


def types_page(sdk: Sdk, module: str) -> Iterator[str]:
    """A module of types."""
    yield f"# `{sdk.package.name}.types.{module}`"
    for found in sdk.types.values():
        if found.module == module:
            yield from type_block(found.found, Links(sdk, "../"))


def exceptions_page(sdk: Sdk) -> Iterator[str]:
    """Everything that is raised, with what each error is a kind of."""
    package = sdk.package.name
    yield "# Exceptions"
    yield f"All are imported from `{package}`, and all are kinds of `{sdk.error}`."
    known = {found.name: found for found in (*sdk.classes("_runtime", "_exceptions.py"), *sdk.classes("exceptions.py"))}
    own = {found.name: found for found in reversed(list(sdk.classes("_exceptions.py")))}
    for name in sorted({*sdk.front_door.get("_exceptions", []), *sdk.front_door.get("exceptions", [])}):
        found = own.get(name) or known.get("SDKError" if name == sdk.error else name)
        if found is not None:
            yield f"## `{name}`"
            yield f"Another name of `{found.bases[0]}`." if found.alias else ", ".join(kinds(found))
            yield found.text
            yield fields_list(found.fields)


def kinds(found: Class) -> Iterator[str]:
    """What an error is a kind of, for people: without modules."""
    bases = dict.fromkeys(base.rpartition(".")[2] for base in found.bases)
    names = [f"`{base}`" for base in bases if base not in ("Exception", "SDKError", found.name)]
    if names:
        yield f"A kind of {' and '.join(names)}."
