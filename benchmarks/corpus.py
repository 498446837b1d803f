"""The score card: what becomes of real descriptions.

    python benchmarks/corpus.py CORPUS [--only NAME ...] [--types] [--update]

CORPUS is a folder with `INDEX.tsv` and `descriptions.tar.xz`. For each description an SDK is generated in a process of
its own; then every module is imported under `-W error`, operations are counted on both sides, and (`--types`) pyright
checks the package in basic mode. The card is compared with `score-card.json`: a description that got worse fails the
run.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

CARD = Path(__file__).with_name("score-card.json")
RANK = {"crashed": 0, "timed out": 0, "refused": 1, "generated": 2}

IMPORT_ALL = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
failed = []
for module in pkgutil.walk_packages(package.__path__, sys.argv[1] + "."):
    if "._runtime." in module.name:
        continue
    try:
        loaded = importlib.import_module(module.name)
        for name in getattr(loaded, "__all__", ()):
            value = getattr(loaded, name)
            if hasattr(value, "model_rebuild"):
                value.model_rebuild()
    except Exception as error:
        failed.append(f"{module.name}: {type(error).__name__}: {error}"[:200])
print("\\n".join(failed[:20]))
sys.exit(bool(failed))
"""


@dataclass(frozen=True)
class Row:
    """What became of one description."""

    name: str
    verdict: str
    operations: int
    generated: int
    imports: bool
    type_errors: int | None
    seconds: float
    peak_mb: int
    message: str = ""

    @property
    def complete(self) -> bool:
        return self.verdict == "generated" and self.generated >= self.operations and self.imports

    def worse_than(self, other: Row) -> bool:
        """Whether anything that counts went down."""
        if RANK[self.verdict] != RANK[other.verdict]:
            return RANK[self.verdict] < RANK[other.verdict]
        types_worse = (
            self.type_errors is not None and other.type_errors is not None and self.type_errors > other.type_errors
        )
        return self.generated < other.generated or (other.imports and not self.imports) or types_worse


def measure(name: str, entry: Path, operations: int, folder: Path, *, types: bool) -> Row:
    """Generate one SDK and look at it."""
    out = folder / name
    package = re.sub(r"[^a-z0-9]+", "_", f"sdk_{name}")
    command = [
        sys.executable,
        "-m",
        "burnish",
        "generate",
        "--spec",
        str(entry),
        "--package",
        package,
        "--out",
        str(out),
    ]
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        peak = wait_for(process, seconds=300)
        log.seek(0)
        text = log.read()
    seconds = round(time.monotonic() - started, 2)
    verdict = {0: "generated", 1: "refused", None: "timed out"}.get(process.returncode, "crashed")
    if verdict != "generated":
        errors = [line for line in text.splitlines() if "error[" in line] or text.splitlines()[-3:]
        return Row(name, verdict, operations, 0, False, None, seconds, peak, " | ".join(errors[:3])[:500])
    source = out / "src"
    imported = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORT_ALL, package],
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    errors, shown = type_errors(source) if types else (None, "")
    message = (imported.stdout + imported.stderr[-500:]).strip()[:500] if imported.returncode else shown
    return Row(name, verdict, operations, endpoints(source), not imported.returncode, errors, seconds, peak, message)


def wait_for(process: subprocess.Popen[bytes], seconds: float) -> int:
    """Wait for a process, or kill it; give its peak resident memory in MB."""
    deadline = time.monotonic() + seconds
    peak = 0
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
            peak = max(peak, int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024)  # type: ignore[index]  # there on Linux
        except (OSError, TypeError):
            pass
        if time.monotonic() > deadline:
            process.kill()
        time.sleep(0.02)
    return peak


def endpoints(source: Path) -> int:
    """Count the operations of a generated package: the pairs of verb and path that its endpoints name."""
    pattern = re.compile(r'return Endpoint\(\s*("[A-Z]+"),\s*("(?:[^"\\]|\\.)*")')
    modules = (path for path in source.rglob("*.py") if "_runtime" not in path.parts)
    return len({pair for module in modules for pair in pattern.findall(module.read_text())})


def type_errors(source: Path) -> tuple[int, str]:
    """Run pyright in basic mode; give the number of errors and the first ones."""
    config = source.parent / "pyright-basic.json"
    config.write_text(json.dumps({"include": ["src"], "typeCheckingMode": "basic"}))
    run = subprocess.run(
        [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson", "-p", str(config)],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    found = [item for item in json.loads(run.stdout)["generalDiagnostics"] if item["severity"] == "error"]
    return len(found), " | ".join(map(one_line, found[:3]))


def one_line(item: dict[str, Any]) -> str:
    """A finding of pyright; one about a whole file has no range."""
    line = f":{item['range']['start']['line'] + 1}" if "range" in item else ""
    return f"{Path(item['file']).name}{line}: {item['message'].splitlines()[0]}"


def index(corpus: Path, unpacked: Path) -> Iterator[tuple[str, Path, int]]:
    """Name, entry file and number of operations of each description."""
    with (corpus / "INDEX.tsv").open(newline="") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            yield row["name"], unpacked / row["entry"], int(row["operations"])


def unpack(corpus: Path, folder: Path) -> Path:
    """Unpack the archive, unless the folder is one already."""
    archive = corpus / "descriptions.tar.xz"
    if not archive.exists():
        return corpus
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder


def previous() -> dict[str, Row]:
    """The committed card."""
    if not CARD.exists():
        return {}
    return {
        name: Row(name=name, seconds=0, peak_mb=0, message="", **row)
        for name, row in json.loads(CARD.read_text()).items()
    }


def save(rows: dict[str, Row]) -> None:
    """Write the card: what counts, without times."""
    kept = {
        name: {key: value for key, value in asdict(row).items() if key not in ("name", "seconds", "peak_mb", "message")}
        for name, row in sorted(rows.items())
    }
    CARD.write_text(json.dumps(kept, indent=1) + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--types", action="store_true", help="check the output with pyright")
    parser.add_argument("--update", action="store_true", help="write the card")
    parser.add_argument("--keep", type=Path, help="folder that keeps the generated SDKs")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()

    before = previous()
    with tempfile.TemporaryDirectory() as folder:
        unpacked = unpack(options.corpus, Path(folder) / "descriptions")
        out = options.keep or Path(folder) / "out"
        todo = [item for item in index(options.corpus, unpacked) if not options.only or item[0] in options.only]

        def reported(item: tuple[str, Path, int]) -> Row:
            return report(*item, out, types=options.types, before=before)

        with ThreadPoolExecutor(options.jobs) as pool:
            rows = list(pool.map(reported, todo))
    summarise(rows)
    if options.update:
        save({**before, **{row.name: row for row in rows}})
    worse = [row.name for row in rows if row.name in before and row.worse_than(before[row.name])]
    if worse:
        print(f"worse than the card: {', '.join(worse)}")
    return bool(worse)


def report(name: str, entry: Path, operations: int, out: Path, *, types: bool, before: dict[str, Row]) -> Row:
    """Measure one description and print its line."""
    row = measure(name, entry, operations, out, types=types)
    if row.type_errors is None and name in before:
        row = replace(row, type_errors=before[name].type_errors)
    imports = "yes" if row.imports else "NO"
    errors = "-" if row.type_errors is None else row.type_errors
    print(
        f"{row.name:36} {row.verdict:10} {row.generated:5}/{row.operations:<5} imports={imports:4} types={errors:<4} "
        f"{row.seconds:6.1f}s {row.peak_mb:5}MB  {row.message}",
        flush=True,
    )
    shutil.rmtree(out / name / "src" / "__pycache__", ignore_errors=True)
    return row


def summarise(rows: list[Row]) -> None:
    """Print the totals."""
    generated = [row for row in rows if row.verdict == "generated"]
    print(
        f"\n{len(rows)} descriptions: {len(generated)} generated ({100 * len(generated) / max(len(rows), 1):.1f} %), "
        f"{sum(row.verdict == 'refused' for row in rows)} refused with a message, "
        f"{sum(RANK[row.verdict] == 0 for row in rows)} crashed or timed out; "
        f"{sum(row.complete for row in generated)} complete, "
        f"{sum(row.type_errors == 0 for row in generated)} without type errors"
    )


if __name__ == "__main__":
    sys.exit(main())
