"""Pages of the SDKs in this repository: their README, and one page for each resource, read from their code.

Docstrings come from descriptions of APIs, which are CommonMark, so the pages are Markdown; every build makes them anew.
"""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

__all__ = ["write_pages"]

WRAPPERS = ("WithRawResponse", "WithStreamingResponse")
OPTIONS = frozenset(
    ("extra_headers", "extra_query", "extra_body", "timeout", "max_retries", "idempotency_key", "call", "self")
)
"""Arguments that every method has; the guide tells them once."""


def write_pages(sdks: Path, out: Path) -> None:
    """Write the pages of all SDKs in a folder, and drop those of an earlier build."""
    shutil.rmtree(out, ignore_errors=True)
    for sdk in sorted(path for path in sdks.iterdir() if (path / "pyproject.toml").is_file()):
        package = next(path.parent for path in sorted((sdk / "src").glob("*/_version.py")))
        folder = out / sdk.name
        (folder / "resources").mkdir(parents=True)
        names = [name for module in resource_modules(package) if (name := write_resource(module, package, folder))]
        readme = (
            (sdk / "README.md")
            .read_text(encoding="utf-8")
            .replace("[api.md](api.md)", "[The index of methods](api.md)")
        )
        listed = "\n".join(f"resources/{name}" for name in names)
        contents = f"\n\n```{{toctree}}\n:caption: Resources\n:maxdepth: 1\n\napi\n{listed}\n```\n"
        (folder / "index.md").write_text(readme + contents, encoding="utf-8")
        shutil.copy(sdk / "api.md", folder / "api.md")


def resource_modules(package: Path) -> list[Path]:
    """The modules that hold resources, by path."""
    return sorted(path for path in (package / "resources").rglob("*.py") if path.name != "__init__.py")


def write_resource(module: Path, package: Path, folder: Path) -> str:
    """Write the page of a resource; empty if the module has none."""
    parts = [part for part in module.relative_to(package / "resources").with_suffix("").parts if part != "_resource"]
    classes = list(classes_of(module, package))
    if not classes:
        return ""
    name = ".".join(("client", *parts))
    text = [f"# `{name}`", told(classes[0])]
    seen: set[str] = set()
    for node in classes:
        for method in methods_of(node):
            if method.name not in seen:
                seen.add(method.name)
                text += [f"## `{name}.{method.name}`", signature(name, method), *documentation(method)]
    page = ".".join(parts)
    (folder / "resources" / f"{page}.md").write_text("\n\n".join(filter(None, text)) + "\n", encoding="utf-8")
    return page


def classes_of(module: Path, package: Path) -> Iterator[ast.ClassDef]:
    """The sync class of a resource: what is written by hand, and what it is derived from."""
    moved = package / "_generated" / module.relative_to(package)
    for path in (module, moved):
        if path.is_file():
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if (
                    isinstance(node, ast.ClassDef)
                    and not node.name.startswith("Async")
                    and not node.name.endswith(WRAPPERS)
                ):
                    yield node


def methods_of(node: ast.ClassDef) -> Iterator[ast.FunctionDef]:
    """The public methods of a class; of overloads, the one that takes them all."""
    found: dict[str, ast.FunctionDef] = {}
    for item in node.body:
        if isinstance(item, ast.FunctionDef) and not item.name.startswith("_") and not cached(item):
            found[item.name] = item
    yield from found.values()


def cached(method: ast.FunctionDef) -> bool:
    """Whether it is no method but a property."""
    return any(ast.unparse(decorator) in ("cached_property", "property") for decorator in method.decorator_list)


def signature(name: str, method: ast.FunctionDef) -> str:
    """The call, with the types of its own arguments."""
    arguments = method.args
    lines = [f"    {argument(arg)}," for arg in (*arguments.posonlyargs, *arguments.args) if arg.arg not in OPTIONS]
    named = [f"    {argument(arg)}," for arg in arguments.kwonlyargs if arg.arg not in OPTIONS]
    if named:
        lines += ["    *,", *named]
    answer = f" -> {ast.unparse(method.returns)}" if method.returns is not None else ""
    inner = "\n".join(["", *lines, ""]) if lines else ""
    return f"```text\n{name}.{method.name}({inner}){answer}\n```"


def argument(arg: ast.arg) -> str:
    """An argument with its type; what may be left out is `omit`."""
    annotation = ast.unparse(arg.annotation) if arg.annotation is not None else "object"
    required = annotation.removesuffix(" | Omit")
    return f"{arg.arg}: {required}" + (" = omit" if required != annotation else "")


def documentation(method: ast.FunctionDef) -> Iterator[str]:
    """The docstring: text, arguments as a list, errors as a list."""
    text = ast.get_docstring(method) or ""
    body, *sections = text.replace("\n\nRaises:\n", "\n\nArgs:\n\0").split("\n\nArgs:\n")
    yield body
    for section in sections:
        title = "Raises" if section.startswith("\0") else "Arguments"
        items = [item for item in entries(section.lstrip("\0")) if item[0] not in OPTIONS]
        if items:
            yield "\n".join([f"**{title}**\n", *(f"- `{name}`: {words}" for name, words in items)])


def entries(section: str) -> Iterator[tuple[str, str]]:
    """The entries of a section: a name, and what is told of it."""
    name, words = "", list[str]()
    for line in section.split("\n"):
        indented = line.startswith("        ")
        head, colon, rest = line.strip().partition(":")
        if not indented and colon and line.startswith("    "):
            if name:
                yield name, " ".join(words)
            name, words = head, [rest.strip()]
        elif line.strip():
            words.append(line.strip())
    if name:
        yield name, " ".join(words)


def told(node: ast.ClassDef) -> str:
    """What a class says of itself."""
    return ast.get_docstring(node) or ""
