"""Any text in every position of a description: the SDK compiles and imports, and nothing of the text runs."""

from __future__ import annotations

import ast
import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings, strategies as st

from burnish.diagnostics import Problems, Report
from burnish.pipeline import Given, generate, settings_of
from burnish.workspace import single

from .conftest import Run, answering, imports, record

ESCAPES = (
    *('"', "'", '"""', "'''", "\\", "\\N{", "\\x", "\\u", "\n", "\r", "\r\n", "\0", "\u2028", "\x0c", "\x85", "#", ";"),
    *(
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "${{",
        "</script>",
        "]]",
        "`",
        "```",
        "$(",
        "\x1b[31m",
        "\u202e",
        "\ufeff",
        "..",
        "/",
    ),
    *("raise SystemExit('ran')", "import os", "__class__", "self", "None", "class ", "\t", " ", "a", "1", "é", "😀"),
)
TEXTS = st.lists(
    st.sampled_from(ESCAPES) | st.text(st.characters(exclude_categories=("Cs",)), max_size=6), max_size=6
).map("".join)
SENDABLE = TEXTS.map(lambda text: "".join(one for one in text if one >= " " and one not in "\x7f{}").replace(".", "-"))


@st.composite
def descriptions(draw: st.DrawFn) -> dict[str, Any]:
    """A small description with a text of its own in every position."""
    text = lambda: draw(TEXTS)  # noqa: E731  # a name for each drawing would only hide what is drawn where
    field = {"type": "string", "description": text(), "default": text(), "examples": [text()], "pattern": text()}
    choice = {"type": "string", "enum": draw(st.lists(TEXTS, min_size=1, max_size=4, unique=True))}
    schema = {**record(**{text(): field, text(): choice, text(): record(**{text(): field})}), "title": text()}
    given = answering(
        {**schema, "description": text(), "example": {text(): text()}, f"x-{text()}": text()},
        operationId=text(),
        summary=text(),
        description=text(),
        tags=[text()],
        parameters=[{"name": text() or "a", "in": "query", "description": text(), "schema": field}],
    )
    given["info"] = {"title": text(), "version": text(), "description": text(), "license": {"name": text()}}
    given["servers"] = [{"url": text(), "description": text()}]
    given["components"]["schemas"][text()] = {"type": "object", "properties": {text(): choice}}
    given["components"]["securitySchemes"] = {text(): {"type": "http", "scheme": "bearer", "description": text()}}
    given["paths"]["/" + draw(SENDABLE)] = given["paths"].pop("/things")
    return given


@settings(max_examples=20, deadline=None)
@given(given=descriptions())
def test_it_compiles_and_imports_and_nothing_runs(given: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "spec.json").write_text(json.dumps(given))
        sdk, report = single(home / "spec.json", home / "out"), Report()
        try:
            generate(sdk, settings_of(sdk, Given("acme"), report), report)
        except Problems:
            # A text may happen to be refused; then nothing may be there.
            assert not (home / "out").exists()
            return
        for file in sorted((home / "out").rglob("*.py")):
            ast.parse(file.read_text(encoding="utf-8"))
        imports(Run(0, "", home / "out"))
