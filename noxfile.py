"""Everything there is to run; `nox -l` lists it, and CI runs nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["tests", "lint", "types", "drift", "wheel"]
nox.options.reuse_venv = "yes"

ROOT = Path(__file__).parent
PROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
SDKS = sorted(path.parent.name for path in ROOT.glob("spec/*/burnish.toml"))
CORPUS = ROOT.parent / "shared" / "corpus"


def groups(*names: str) -> list[str]:
    """Requirements of dependency groups in pyproject.toml."""
    return list(nox.project.dependency_groups(PROJECT, *names))


def install_sdks(session: nox.Session) -> None:
    """Install the committed SDKs, so that tests import them as their users do."""
    for sdk in SDKS:
        if (ROOT / "generated" / "python" / sdk / "pyproject.toml").exists():
            session.install("-e", f"generated/python/{sdk}")


@nox.session
def demo(session: nox.Session) -> None:
    """Regenerate the artificer SDK, start its API on loopback and talk to it."""
    session.install("-e", ".", *groups("server"))
    session.run("burnish", "generate", "artificer")
    session.install("-q", "-e", "generated/python/artificer")
    session.run("python", "tests/demo/artificer.py")


@nox.session
def tests(session: nox.Session) -> None:
    """Run all tests: `nox -s tests -- tests/unit -k writer` runs some."""
    session.install("-e", ".[classic]", *groups("test", "server"))
    install_sdks(session)
    session.run("pytest", *(session.posargs or ["-n", "2", "--dist", "loadgroup"]))


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and formatting of what is written by hand, and that the SDKs pass the rules they come with."""
    session.install(*groups("lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    for sdk in SDKS:
        with session.chdir(f"generated/python/{sdk}"):
            session.run("ruff", "check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Type-check the tool and the runtime strictly, and the committed SDKs as their users would."""
    session.install("-e", ".[classic]", *groups("types", "test", "server"))
    install_sdks(session)
    session.run("pyright")
    session.run("mypy", "src/burnish")
    for sdk in SDKS:
        session.run("pyright", "--project", f"generated/python/{sdk}")
        session.run("mypy", "--strict", f"generated/python/{sdk}/src")


@nox.session
def regen(session: nox.Session) -> None:
    """Write derived sync modules anew, then `generated/` from descriptions, templates and overlays."""
    session.install("-e", ".", *groups("lint"))
    session.run("python", "tools/derive_sync.py")
    session.run("burnish", "generate")


@nox.session
def drift(session: nox.Session) -> None:
    """Fail when `generated/`, or a sync module that is derived from its async one, is not what its inputs give."""
    session.install("-e", ".", *groups("lint"))
    session.run("python", "tools/derive_sync.py", "--check")
    session.run("burnish", "generate", "--check")


@nox.session
def wheel(session: nox.Session) -> None:
    """Build sdist and wheel twice, install one outside the checkout, and compare what it generates."""
    session.install("build", "hatchling")
    session.run("python", "tools/check_wheel.py", "--work", session.create_tmp())


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation, of the tool and of the SDKs here, into docs/_build; a warning fails it."""
    session.install(*groups("docs"))
    session.run("python", "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "docs", "docs/_build")
    session.log("docs/_build/index.html")


@nox.session
def corpus(session: nox.Session) -> None:
    """Write the score card over the real descriptions, if they are there."""
    if not CORPUS.exists():
        session.skip(f"no descriptions at {CORPUS}")
    session.install("-e", ".", *groups("types"), "pydantic", "httpx2", "typing-extensions")
    session.run("python", "benchmarks/corpus.py", str(CORPUS), *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure against peers in the same run; prints ratios, asserts nothing."""
    session.install("-e", ".[classic]", *groups("bench"))
    session.run("python", "-m", "benchmarks", *session.posargs, env={"PYTHONPATH": os.fspath(ROOT)})


@nox.session
def dropin(session: nox.Session) -> None:
    """Run a published SDK's own tests against it and against ours: `nox -s dropin -- --help`."""
    session.install("-e", ".", *groups("dropin"))
    session.run("python", "tools/dropin.py", *session.posargs)
