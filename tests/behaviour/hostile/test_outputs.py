"""The same bytes everywhere, nothing run that a description names, and files beside the code (G14 to G18)."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .conftest import Generate, answering, document, record

SOURCES = Path(__file__).parents[3] / "src"
PYDANTICS_OWN = (
    *("__init__", "_x", "__class__", "__slots__", "__dict__", "model_config", "model_dump", "model_fields"),
    *("model_extra", "json", "copy", "schema", "dict", "construct", "validate", "parse_obj", "fields"),
)
READ_BACK = """
import json, sys
sys.path.insert(0, sys.argv[1])
from acme.types import Thing
given = json.loads(sys.argv[2])
thing = Thing.model_validate(given)
assert json.loads(thing.model_dump_json(by_alias=True, exclude_unset=True)) == given, thing
assert not thing.model_extra, thing.model_extra
"""
MISCHIEF = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [a](javascript:alert(1)) ![b](data:text/html,x) @everyone"
    " ${{ secrets.TOKEN }} \x1b[31mred\x1b[0m `code` | cell\n# Heading\n\n```sh\nrm -rf /\n```\n<!-- hidden -->"
)


def test_fields_named_like_pydantics_own_keep_their_values(generate: Generate) -> None:
    run = generate(answering(record(**{name: {"type": "string"} for name in PYDANTICS_OWN})))
    given = {name: f"value of {name}" for name in PYDANTICS_OWN}
    command = [sys.executable, "-W", "error", "-c", READ_BACK, str(run.out / "src"), json.dumps(given)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def calls_of(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """The calls of a module, with what is called as it is written."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def test_no_shell_is_asked_and_no_text_is_run() -> None:
    modules = sorted(SOURCES.rglob("*.py"))
    assert len(modules) > 100
    for module, name, call in ((path, *found) for path in modules for found in calls_of(path)):
        assert name not in ("eval", "exec", "os.system", "os.popen", "subprocess.getoutput"), (module, call.lineno)
        assert not any(keyword.arg == "shell" for keyword in call.keywords), (module, call.lineno)


def test_the_same_bytes_for_any_seed_locale_zone_and_folder(tmp_path: Path) -> None:
    given = answering(
        record(
            when={"type": "string", "format": "date-time", "default": "2026-01-01T00:00:00Z"},
            kind={"enum": ["ä", "I", "i", "ı"]},
            either={"oneOf": [{"type": "integer"}, record(a={"type": "string"}), record(b={"type": "string"})]},
        ),
        tags=["Ünïcode", "second"],
        parameters=[{"name": name, "in": "query", "schema": {"type": "string"}} for name in ("b", "a", "I", "i")],
    )
    (tmp_path / "one").mkdir()
    (tmp_path / "two" / "deeper").mkdir(parents=True)
    worlds = (
        (tmp_path / "one", {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"}),
        (tmp_path / "two" / "deeper", {"PYTHONHASHSEED": "4242", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"}),
    )
    digests: list[dict[str, str]] = []
    for folder, environment in worlds:
        (folder / "spec.json").write_text(json.dumps(given), encoding="utf-8")
        command = [sys.executable, "-m", "burnish", "generate", "--spec", "spec.json", "--package", "acme"]
        subprocess.run([*command, "--out", "out"], cwd=folder, env={**os.environ, **environment}, check=True)
        digests.append(hashes(folder / "out"))
    assert digests[0] == digests[1]
    assert len(digests[0]) > 40


def hashes(folder: Path) -> dict[str, str]:
    """The hash of every file, by path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def tokens_of(text: str) -> Iterator[Token]:
    """All tokens of a Markdown text as the sites that show READMEs read it: HTML and all."""
    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(text):
        yield token
        yield from token.children or ()


def test_a_readme_shows_mischief_as_text(generate: Generate) -> None:
    operation: dict[str, Any] = {
        "operationId": "listPets",
        "summary": MISCHIEF,
        "description": MISCHIEF,
        "tags": ["`|<b>"],
        "responses": {"200": {"description": MISCHIEF, "content": {"application/json": {"schema": {
            "type": "array", "items": {"type": "string"}}}}}},
    }  # fmt: skip
    info = {"title": MISCHIEF, "version": "1", "description": MISCHIEF, "summary": MISCHIEF}
    run = generate(
        document(info=info, tags=[{"name": "`|<b>", "description": MISCHIEF}], paths={"/pets": {"get": operation}})
    )
    assert run.code == 0, run.said
    for name in ("README.md", "api.md"):
        text = (run.out / name).read_text(encoding="utf-8")
        assert "\x1b" not in text
        assert "${{" not in text
        for token in tokens_of(text):
            assert token.type not in ("html_block", "html_inline"), token
            assert not str(token.attrs.get("href", "")).lower().startswith(("javascript:", "data:")), token
            assert token.type != "image", token
            assert token.type != "text" or "@everyone" not in token.content, token
        headings = [token.map for token in tokens_of(text) if token.type == "heading_open" and token.tag == "h1"]
        assert len(headings) == 1, name


def test_the_metadata_of_a_package_says_what_it_was_given(generate: Generate) -> None:
    evil = 'x"\n[project.scripts]\nacme = "os:system"\n\\ \x1b'
    run = generate(document(info={"title": "Acme", "version": "1", "summary": evil}))
    found = tomllib.loads((run.out / "pyproject.toml").read_text(encoding="utf-8"))
    assert "scripts" not in found["project"]
    assert "[project.scripts]" in found["project"]["description"]
