"""`burnish init`: the files of a new workspace."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from burnish.diagnostics import Report
from burnish.source import Obj, read
from burnish.targets.python.spelling import class_name, module_name, safe_part

__all__ = ["scaffold"]

SETTINGS = """\
# Settings of the {name} SDK. Every key is optional; docs/settings.md of Burnish lists them all.

[package]
name = "{package}"

# [client]
# name = "{client}"  # the client class; {client} and Async{client}
# env_prefix = "{env}"  # {env}_API_KEY, {env}_BASE_URL, {env}_LOG
# idempotency_header = "Idempotency-Key"

# [resources."users".methods.create]
# operation = "createUser"  # an operationId, or "post /users"
"""

PYPROJECT = """\
[project]
name = "{name}-sdks"
version = "0"
description = "Descriptions, templates and overlays from which the {name} SDK is generated."
requires-python = ">=3.11"

[dependency-groups]
dev = ["burnish", "nox"]
"""

NOXFILE = '''\
"""`nox -s regen` writes the SDK anew, `nox -s drift` fails when it is not what its inputs give."""

from __future__ import annotations

import nox

nox.options.sessions = ["drift", "tests"]


@nox.session
def regen(session: nox.Session) -> None:
    """Write generated/ from spec/, templates/ and overlays/."""
    session.install("burnish")
    session.run("burnish", "generate", *session.posargs)


@nox.session
def drift(session: nox.Session) -> None:
    """Fail when generated/ is stale or edited by hand."""
    session.install("burnish")
    session.run("burnish", "generate", "--check")


@nox.session
def tests(session: nox.Session) -> None:
    """Run the SDK's contract tests against a mock of its description."""
    session.install("burnish", "pytest", "-e", "generated/python/{name}")
    mock = ("burnish", "mock", "--port", "0", "spec/{name}/{description}", "--")
    session.run(*mock, "pytest", "generated/python/{name}/tests", *session.posargs)
'''

GITIGNORE = """\
__pycache__/
.venv/
.nox/
dist/
"""


def scaffold(folder: Path, description: Path, name: str) -> tuple[Path, ...]:
    """Write a workspace around a copy of the description; files that exist are kept.

    Returns the files that were made, relative to the folder.

    Raises:
        Problems: the description cannot be read.
        OSError: a file cannot be written.
    """
    name = name or name_of(description)
    facts = {
        "name": name,
        "package": module_name(re.split("[-_]", name)),
        "client": class_name(re.split("[-_]", name)),
        "env": name.replace("-", "_").upper(),
    }
    home = Path("spec") / name
    copy = home / f"openapi{description.suffix if description.suffix in ('.json', '.yml') else '.yaml'}"
    texts = {
        home / "burnish.toml": SETTINGS.format(**facts),
        Path("pyproject.toml"): PYPROJECT.format(**facts),
        Path("noxfile.py"): NOXFILE.replace("{name}", name).replace("{description}", copy.name),
        Path(".gitignore"): GITIGNORE,
        Path("templates/python/.gitkeep"): "",
        Path(f"overlays/python/{name}/.gitkeep"): "",
    }
    made: list[Path] = []
    if not (folder / copy).exists():
        (folder / home).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(description, folder / copy)
        made.append(copy)
    for path, text in texts.items():
        target = folder / path
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            made.append(path)
    return tuple(made)


def name_of(description: Path) -> str:
    """A name for the SDK: the description's title, without words that every title has."""
    report = Report()
    document = read(description, report)
    report.or_stop()
    info = document.root.get("info")
    title = info.get("title") if isinstance(info, Obj) else None
    words = re.findall(r"[a-z0-9]+", str(title or description.stem).lower())
    kept = [
        word for word in words if word not in ("api", "the", "rest", "openapi", "swagger", "specification", "v1", "v2")
    ]
    return safe_part("-".join(kept or words))
