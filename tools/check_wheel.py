"""Build sdist and wheel twice, install one where no checkout is near, and compare what it generates.

    python tools/check_wheel.py [--work DIR]

Fails when two builds differ in a byte, when the wheel lacks a file it needs at run time, or when the installed tool
writes another SDK than the one committed in `generated/`.
"""

from __future__ import annotations

import argparse
import filecmp
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SDK = "artificer"


def run(*command: str | Path, cwd: Path, **env: str) -> None:
    """Run a command; its failure ends the check."""
    subprocess.run([str(part) for part in command], cwd=cwd, env={**os.environ, **env}, check=True, timeout=900)


def build(target: Path) -> dict[str, str]:
    """Build sdist and, from it, wheel; give the files with their hashes."""
    run(
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--outdir",
        target,
        ROOT,
        cwd=target.parent,
        SOURCE_DATE_EPOCH="1",
    )
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(target.iterdir())}


def regenerate(python: Path, work: Path) -> Path:
    """Copy the inputs of one SDK out of the checkout and generate it with the installed tool."""
    workspace = work / "workspace"
    shutil.copytree(ROOT / "spec" / SDK, workspace / "spec" / SDK)
    overlays = ROOT / "overlays" / "python" / SDK
    if overlays.exists():
        shutil.copytree(overlays, workspace / "overlays" / "python" / SDK)
    run(python, "-m", "burnish", "generate", SDK, cwd=workspace)
    return workspace / "generated" / "python" / SDK


def differences(one: Path, other: Path) -> list[str]:
    """Files that differ or are on one side only; caches are left out."""
    found: list[str] = []
    pending = [filecmp.dircmp(one, other, ignore=["__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache"])]
    while pending:
        pair = pending.pop()
        names = (*pair.left_only, *pair.right_only, *pair.diff_files)
        found += [f"{pair.left}/{name}" for name in names if not name.endswith(".egg-info")]
        pending += pair.subdirs.values()
    return found


def main() -> int:
    """Run the check; 1 when something differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path("build/wheel-check"))
    work = parser.parse_args().work.resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)

    first, second = build(work / "first"), build(work / "second")
    if first != second:
        print(f"two builds differ: {first} {second}")
        return 1
    environment = work / "venv"
    venv.create(environment, with_pip=True)
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    wheel = next((work / "first").glob("*.whl"))
    run(python, "-m", "pip", "install", "--quiet", wheel, cwd=work)
    differing = differences(ROOT / "generated" / "python" / SDK, regenerate(python, work))
    print("\n".join(differing) or f"{wheel.name}: two equal builds, and the installed tool writes the committed SDK")
    return bool(differing)


if __name__ == "__main__":
    sys.exit(main())
