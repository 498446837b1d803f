"""What is generated from hostile names and texts: it imports without a warning, and no text became code (G0 to G5)."""

from __future__ import annotations

import ast
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from .conftest import Generate, Run, answering, document, imports, record

TEXT = {"type": "string"}
NAMES = (
    *("__class__", "__init__", "_x", "__slots__", "model_config", "model_dump", "model_", "model_fields", "construct"),
    *("json", "copy", "schema", "dict", "validate", "fields_set", "to_dict", "self", "cls", "class", "match", "type"),
    *("print", "None", "True", "async", "list", "str", "int", "Any", "Optional", "Field", "BaseModel", "datetime"),
    *("ſelf", "ﬁle", "K", "1a", "", "-", "💥", "a b", "a-b", "a_b", "aB", '"; import os', "\n", "\u202e", "\\", "'"),
)


def break_out(marker: Path) -> str:
    """A text that tries every way out of a string, a docstring, a comment and a template, and then makes a file."""
    act = f"open({str(marker)!r}, 'w').close()"
    quotes = f"\"\"\"\n{act}\n'''\n{act}\n"
    return f"{quotes}\\N{{BULLET}} \\x \\ # \r{act}\r\n{{{{ 7*7 }}}} {{% raw %}} ${{{{ a }}}} \u202e\0\x1b[31m\\"


def operations(*placed: tuple[str, str, str]) -> dict[str, Any]:
    """A description with operations: path, verb, operationId."""
    paths: dict[str, dict[str, Any]] = {}
    for path, verb, id_ in placed:
        named = {"operationId": id_} if id_ else {}
        paths.setdefault(path, {})[verb] = {**named, "responses": {"204": {"description": "ok"}}}
    return document(paths=paths)


VERBS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
METHODS = ("with_options", "__init__", "close", "_client", "class", "copy", "with_raw_response", "../../x")
TAGS = ("__init__", "_client", "types", "resources", "..", "CON", "", "os", "\u202e", "client", "close", "with_options")
PARAMETERS = (
    *("self", "cls", "extra_headers", "extra_query", "extra_body", "timeout", "class", "from", "a-b", "a_b", "None"),
    *("print", "str", "path", "body", "__x", "1", '"x', "omit", "httpx", "_", "params", "query", "stream", "options"),
)
GENERATED: dict[str, dict[str, Any]] = {
    "fields": answering(record(**dict.fromkeys(NAMES, TEXT))),
    "schemas": document(
        paths={
            f"/t{index}": {
                "get": {
                    "responses": {"200": {"description": "", "content": {"application/json": {"schema": {
                        "$ref": "#/components/schemas/" + name.replace("~", "~0").replace("/", "~1")
                    }}}}}
                }
            }
            for index, name in enumerate(NAMES)
        },
        components={"schemas": {name: record(a=TEXT) for name in NAMES}},
    ),
    "parameters": answering(
        record(), parameters=[{"name": name, "in": "query", "schema": TEXT} for name in PARAMETERS]
    ),
    "methods": operations(*(("/things", verb, id_) for verb, id_ in zip(VERBS, METHODS, strict=True))),
    "tags": document(
        paths={
            f"/t{index}": {"get": {"tags": [tag], "responses": {"204": {"description": ""}}}}
            for index, tag in enumerate(TAGS)
        }
    ),
    "device names": operations(*((f"/{name}", "get", "") for name in ("con", "nul", "AUX", "lpt1", "com1/prn"))),
    "long names": operations(("/" + "a" * 300, "get", ""), ("/" + "a" * 301, "get", "b" * 300)),
    "letter case": document(
        paths={f"/{name}": {"get": {"operationId": f"get{name}", "responses": {"200": {"description": "", "content": {
            "application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}
        }}}}} for name in ("Foo", "foo", "FOO", "fOO", "ＦＯＯ")},
        components={"schemas": {name: record(**{name: TEXT}) for name in ("Foo", "foo", "FOO", "fOO", "ＦＯＯ")}},
    ),
    "enum values": answering(record(
        a={"enum": ["a", "A", "1", "", "-", "mro", "name", "value", "None", None, 1, 1.5, True, "😀", "\n", "'"]},
        b={"enum": ["a", "b"], "x-enum-varnames": ["import os", "__class__"], "x-python-import": {"module": "os;"}},
        c={"type": "string", "enum": [1, 2]}, d={"type": "integer", "enum": ["1"]}, e={"type": "string", "enum": []},
    )),
    "defaults": answering(record(
        a={"type": "integer", "default": "__import__('os')"}, b={"type": "array", "items": TEXT, "default": ["x"]},
        c={"type": "object", "default": {"a": [1]}}, d={"type": "string", "default": "'''\"\"\"\\"},
    )),
    "patterns": answering(record(
        a={"type": "string", "pattern": "^(a+)+$"}, b={"type": "string", "pattern": "(?=x)"},
        c={"type": "string", "pattern": "(a)\\1"}, d={"type": "string", "pattern": "["},
        e={"type": "string", "pattern": "\"'''\\\\"}, f={"type": "string", "pattern": "a{1000000000}"},
    )),
    "cycles": answering(record(
        a={"$ref": "#/components/schemas/Thing"}, b={"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
        c={"oneOf": [{"$ref": "#/components/schemas/Thing"}, {"type": "integer"}]},
    )),
    "a list of itself": answering({"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}),
    "a union with itself": answering({"oneOf": [{"$ref": "#/components/schemas/Thing"}, {"type": "string"}]}),
}  # fmt: skip


@pytest.mark.parametrize("case", GENERATED)
def test_it_imports_without_a_warning(generate: Generate, case: str) -> None:
    run = generate(GENERATED[case])
    assert run.code == 0, run.said
    imports(run)


def test_no_text_becomes_code(generate: Generate, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    evil = break_out(marker)
    field = {"type": "string", "description": evil, "default": evil, "enum": [evil, "b"], "example": evil}
    given = answering(
        {**record(a=field, **{evil: TEXT}), "description": evil, "title": evil, "customBasePath": "os; import sys"},
        summary=evil,
        description=evil,
        tags=[evil],
        parameters=[{"name": evil, "in": "query", "description": evil, "schema": {"type": "string", "default": evil}}],
    )
    given |= {
        "info": {"title": evil, "version": evil, "description": evil},
        "tags": [{"name": evil, "description": evil}],
    }
    given["servers"] = [{"url": "https://{a}/", "description": evil, "variables": {"a": {"default": evil}}}]
    given["components"]["securitySchemes"] = {evil: {"type": "http", "scheme": "bearer", "description": evil}}
    run = generate(given)
    assert run.code == 0, run.said
    imports(run)
    assert not marker.exists()
    text = run.everything()
    assert not {"\u202e", "\x1b", "\0"}.intersection(text)


def test_enum_values_come_back_exactly(generate: Generate) -> None:
    values = ["'", '"', "\\", "\n", "{x}", "😀", "\u202e", "a" * 200]
    run = generate(answering(record(a={"type": "string", "enum": values})))
    modules = [ast.parse(file.read_text(encoding="utf-8")) for file in (run.out / "src/acme/types").rglob("*.py")]
    found = {node.value for module in modules for node in ast.walk(module) if isinstance(node, ast.Constant)}
    assert found.issuperset(values)


def test_names_that_fold_together_stay_apart_on_every_disk(generate: Generate) -> None:
    run = generate(GENERATED["letter case"])
    files = [str(file.relative_to(run.out)) for file in run.out.rglob("*")]
    assert len({unicodedata.normalize("NFC", file).casefold() for file in files}) == len(files)
    classes = [node.name for node in classes_of(run) if node.name.lower().startswith("foo")]
    assert len([name for name in classes if not name.endswith(("Resource", "Response"))]) >= 5


def classes_of(run: Run) -> list[ast.ClassDef]:
    """The classes of all modules of types."""
    modules = (ast.parse(file.read_text()) for file in sorted((run.out / "src/acme/types").rglob("*.py")))
    return [node for module in modules for node in ast.walk(module) if isinstance(node, ast.ClassDef)]


def test_a_diamond_of_thirty_levels_is_quick(generate: Generate) -> None:
    below = {f"A{i}": {"allOf": [{"$ref": f"#/components/schemas/A{i - 1}"}] * 2} for i in range(1, 31)}
    given = answering({"$ref": "#/components/schemas/A30"})
    given["components"]["schemas"] |= {"A0": record(x=TEXT), **below}
    run = generate(given)
    assert run.code == 0
    imports(run)


def test_a_chain_of_references_may_be_thousands_long(generate: Generate) -> None:
    given = answering({"$ref": "#/components/schemas/A0"})
    chain: dict[str, Any] = {f"A{i}": {"$ref": f"#/components/schemas/A{i + 1}"} for i in range(3000)}
    given["components"]["schemas"] |= {**chain, "A3000": record(x=TEXT)}
    assert generate(given).code == 0


@pytest.mark.timeout(60)
def test_names_of_thousands_of_words_do_not_hold_it_up(generate: Generate) -> None:
    inner, distinct, alike = record(a=TEXT), "_".join(f"w{number}" for number in range(20_000)), "a_" * 20_000
    run = generate(answering(record(**{distinct: inner, alike: inner}), tags=[distinct]))
    assert run.code == 0, run.said
    imports(run)


def test_the_order_of_keys_changes_no_name(generate: Generate) -> None:
    def classes(names: tuple[str, ...]) -> set[str]:
        run = generate(answering(record(**{name: record(x=TEXT) for name in names})), "--force")
        assert run.code == 0
        return {node.name for node in classes_of(run)}

    assert classes(("a-b", "a_b", "aB", "A B")) == classes(("A B", "aB", "a_b", "a-b"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_tells_the_encoding(generate: Generate, encoding: str) -> None:
    text = 'openapi: 3.1.0\ninfo: {title: Ünïcode, version: "1"}\npaths: {}\n'
    run = generate(text.encode(encoding))
    assert run.code == 0
    assert "Ünïcode" in (run.out / "README.md").read_text(encoding="utf-8")
