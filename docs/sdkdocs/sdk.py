"""Where things are in a generated SDK."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeGuard

from .reading import Class, Function, function_of, module_classes, parsed

__all__ = ["Operation", "Sdk", "Type"]

ROW = re.compile(r"^\| `client\.(?P<method>[\w.]+)` \| `(?P<request>[^`]+)` \| `(?P<answer>[^`]+)` \|$", re.MULTILINE)
RECEIVER = re.compile(r"def (\w+)\(self\) -> WebhookReceiver\[(\w+)\]")
WRAPPERS = ("WithRawResponse", "WithStreamingResponse")


@dataclass(frozen=True)
class Operation:
    """A row of the index of methods."""

    method: str
    request: str
    answer: str


@dataclass(frozen=True)
class Type:
    """A model, and the module of types that defines it."""

    module: str
    found: Class


@dataclass(frozen=True)
class Sdk:
    """An SDK in its folder; `plan` is what `guides/NAME/pages.toml` says."""

    folder: Path
    plan: Mapping[str, object]

    @classmethod
    def at(cls, folder: Path, guides: Path) -> Sdk:
        """The SDK of a folder."""
        plan = guides / folder.name / "pages.toml"
        return cls(folder, tomllib.loads(plan.read_text(encoding="utf-8")) if plan.is_file() else {})

    @property
    def name(self) -> str:
        """Its name in the workspace."""
        return self.folder.name

    @cached_property
    def package(self) -> Path:
        """The folder of the package."""
        return next(path.parent for path in sorted((self.folder / "src").glob("*/_version.py")))

    @cached_property
    def readme(self) -> str:
        """The README."""
        return (self.folder / "README.md").read_text(encoding="utf-8")

    @cached_property
    def title(self) -> str:
        """What the SDK is called."""
        return self.readme.partition("\n")[0].removeprefix("# ")

    @cached_property
    def operations(self) -> Mapping[str, Operation]:
        """The operations, by their methods without `client`."""
        text = (self.folder / "api.md").read_text(encoding="utf-8")
        return {match["method"]: Operation(**match.groupdict()) for match in ROW.finditer(text)}

    @cached_property
    def client(self) -> str:
        """The name of the client class."""
        found = re.search(r"^from \w+ import (\w+)$", self.readme, re.MULTILINE)
        assert found is not None, self.name
        return found[1]

    @cached_property
    def distribution(self) -> str:
        """The name that is installed."""
        found = re.search(r"^pip install (\S+)$", self.readme, re.MULTILINE)
        assert found is not None, self.name
        return found[1]

    @cached_property
    def error(self) -> str:
        """The name of the error that catches all."""
        found = re.search(r"subclasses of `(\w+)`", self.readme)
        assert found is not None, self.name
        return found[1]

    @cached_property
    def receiver(self) -> tuple[str, str]:
        """The attribute of the client that reads deliveries of webhooks, and the name of what it gives; or nothing."""
        found = RECEIVER.search((self.package / "_client.py").read_text(encoding="utf-8"))
        return (found[1], found[2]) if found is not None else ("", "")

    @cached_property
    def types(self) -> Mapping[str, Type]:
        """All models and names for types, by name. What a request takes as a mapping is told with its model."""
        found: dict[str, Type] = {}
        for path in sorted((self.package / "types").rglob("*.py")):
            module = path.relative_to(self.package / "types").parts[0].removesuffix(".py")
            for each in self.classes("types", *path.relative_to(self.package / "types").parts):
                if module != "__init__" and not each.name.startswith("_"):
                    known = found.get(each.name)
                    found[each.name] = Type(module, each if known is None else known.found.over(each))
        return {name: type_ for name, type_ in found.items() if name.removesuffix("Param") not in found.keys() - {name}}

    def classes(self, *parts: str) -> Iterator[Class]:
        """The classes of a module: what is written by hand, and then what that is laid over."""
        for path in (self.package.joinpath(*parts), self.package.joinpath("_generated", *parts)):
            yield from module_classes(path)

    def functions(self, path: Path) -> Iterator[Function]:
        """The public functions of a module: those in `__all__`."""
        body = parsed(path).body
        public: list[str] = [name for node in body if is_all(node) for name in ast.literal_eval(node.value)]
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in public:
                yield function_of(node)

    @cached_property
    def resources(self) -> Mapping[str, list[Class]]:
        """The classes of each resource, by its path on the client: written by hand first."""
        found: dict[str, list[Class]] = {}
        root = self.package / "resources"
        for path in sorted(root.rglob("*.py")):
            parts = path.relative_to(root).parts
            names = [part.removesuffix(".py") for part in parts if part != "_resource.py"]
            classes = [each for each in self.classes("resources", *parts) if is_resource(each)]
            if classes and path.name != "__init__.py":
                found[".".join(names)] = classes
        return found

    @cached_property
    def front_door(self) -> Mapping[str, list[str]]:
        """The names that the package gives, by the module they come from."""
        found: dict[str, list[str]] = {}
        for node in ast.walk(parsed(self.package / "__init__.py")):
            if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module:
                found.setdefault(node.module, []).extend(alias.asname or alias.name for alias in node.names)
        return found


def is_all(node: ast.stmt) -> TypeGuard[ast.Assign]:
    """Whether a statement lists the public names of its module."""
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"


def is_resource(found: Class) -> bool:
    """Whether a class is the sync half of a resource."""
    named = not found.name.startswith("Async") and not found.name.endswith(WRAPPERS)
    return named and any(base == "SyncResource" or base.startswith("generated.") for base in found.bases)
