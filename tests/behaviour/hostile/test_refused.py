"""What is refused: exit 1, a message with place and fix, and the output folder as it was (promises G6 to G13)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Generate, answering, document, record

HEAD = 'openapi: 3.1.0\ninfo: {title: Acme, version: "1"}\n'
EMPTY = HEAD + "paths: {}\n"
OK = {"responses": {"204": {"description": "ok"}}}


def schemas(**named: object) -> dict[str, object]:
    return document(components={"schemas": named})


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def path(text: str) -> dict[str, object]:
    return document(paths={text: {"get": OK}})


def header(name: str) -> dict[str, object]:
    return answering(record(), parameters=[{"name": name, "in": "header", "schema": {"type": "string"}}])


ALIASES = EMPTY + "".join(
    ("x-a: &a0 [1,1,1,1,1,1,1,1,1]\n", *(f"x-{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 9)))
)

REFUSED: dict[str, tuple[object, str, str]] = {
    "alias bomb": (ALIASES, "alias-limit", "spec.yaml:10:11"),
    "alias of itself": (EMPTY + "x-a: &a [*a]\n", "alias-limit", "spec.yaml:4:10"),
    "deep JSON": (json.dumps(document())[:-1] + ', "x-a": ' + "[" * 100_000 + "]" * 100_000 + "}", "depth-limit", ""),
    "deep YAML": (EMPTY + "x-a: " + "[" * 5000 + "]" * 5000, "depth-limit", "spec.yaml:4"),
    "digits without end": (json.dumps(document())[:-1] + ', "x-a": 1' + "0" * 5000 + "}", "syntax", ""),
    "infinity": (EMPTY + "x-a: 1e999999\n", "syntax", "spec.yaml:4:6"),
    "not a number": (EMPTY + "x-a: .nan\n", "syntax", "spec.yaml:4:6"),
    "key twice in YAML": (EMPTY + "paths: {}\n", "duplicate-key", "spec.yaml:4:1"),
    "key twice in JSON": (json.dumps(document())[:-1] + ', "paths": {}}', "duplicate-key", "spec.yaml:1:"),
    "tag that builds objects": (EMPTY + "x-a: !!python/object/apply:os.system [id]\n", "unknown-tag", "spec.yaml:4:6"),
    "nothing": ("", "not-a-mapping", "spec.yaml:1:1"),
    "a list": ("[]", "not-a-mapping", "spec.yaml:1:1"),
    "a word": ("hello", "not-a-mapping", "spec.yaml:1:1"),
    "Latin-1": (HEAD.replace("Acme", "é").encode("latin-1"), "unreadable", "spec.yaml"),
    "NUL in YAML": (EMPTY.replace("Acme", "a\0b"), "syntax", "spec.yaml:2:16"),
    "half a surrogate pair": (document(**{"x-a": "\ud800"}), "syntax", "spec.yaml:1:"),
    "aliases in a circle": (schemas(A=ref("B"), B=ref("C"), C=ref("A")), "ref-cycle", "spec.yaml:1:"),
    "an alias of itself": (schemas(A=ref("A")), "ref-cycle", "spec.yaml:1:"),
    "allOf of itself": (schemas(A={"allOf": [ref("A")]}), "ref-cycle", "spec.yaml:1:"),
    "allOf in a circle": (
        schemas(A={"allOf": [ref("B"), {"type": "object"}]}, B={"allOf": [ref("A"), {"type": "object"}]}),
        "allof-cycle",
        "spec.yaml:1:",
    ),
    "parent folder": (schemas(A={"$ref": "../../../../etc/passwd"}), "ref-outside", "spec.yaml:1:"),
    "absolute file": (schemas(A={"$ref": "/etc/passwd#/a"}), "ref-outside", "spec.yaml:1:"),
    "file address": (schemas(A={"$ref": "file:///etc/passwd"}), "remote-ref", "spec.yaml:1:"),
    "loopback address": (schemas(A={"$ref": "http://127.0.0.1:1/a"}), "remote-ref", "spec.yaml:1:"),
    "reference to nothing": (schemas(A=ref("Nope")), "dangling-ref", "spec.yaml:1:"),
    "path that climbs": (path("/../../etc/passwd"), "unsendable", "spec.yaml:1:"),
    "path with a line break": (path("/a\nb"), "unsendable", "spec.yaml:1:"),
    "relative path": (path("a"), "wrong-value", "spec.yaml:1:"),
    "header with a line break": (header("X-A\r\nX-B: 1"), "unsendable", "spec.yaml:1:"),
    "header without a name": (header(""), "unsupported-parameter", "spec.yaml:1:"),
    "API key with a line break": (
        document(components={"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X\r\nY"}}}),
        "unsendable",
        "spec.yaml:1:",
    ),
    "media type with a line break": (
        document(paths={"/a": {"get": {"responses": {"200": {"description": "", "content": {"a/b\r\nX: 1": {}}}}}}}),
        "unsendable",
        "spec.yaml:1:",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_place_and_fix_and_nothing_is_written(generate: Generate, case: str) -> None:
    given, code, place = REFUSED[case]
    run = generate(given)
    assert run.code == 1
    assert f"error[{code}]" in run.said
    assert place in run.said
    assert "\n  fix  " in run.said
    assert "Nothing was written." in run.said
    assert not run.out.exists()


def test_an_sdk_that_is_there_stays_as_it_was(generate: Generate) -> None:
    good = generate(answering(record(name={"type": "string"})))
    before = {file: file.read_bytes() for file in good.out.rglob("*") if file.is_file()}
    assert generate(ALIASES).code == 1
    assert {file: file.read_bytes() for file in good.out.rglob("*") if file.is_file()} == before


def test_all_problems_are_told_at_once(generate: Generate) -> None:
    run = generate({**path("/a/../b"), "components": {"schemas": {"A": ref("Nope"), "B": {"type": "strin"}}}})
    assert {code for code in ("unsendable", "dangling-ref", "wrong-value") if f"error[{code}]" in run.said} == {
        "unsendable",
        "dangling-ref",
        "wrong-value",
    }
    assert "3 errors" in run.said


def test_messages_cannot_act_on_a_terminal(generate: Generate) -> None:
    run = generate(schemas(A=ref("\x1b[31m\u202eNope\x07")))
    assert run.code == 1
    assert not {"\x1b", "\u202e", "\x07"}.intersection(run.said)


def test_a_link_in_the_folder_leads_nowhere_else(generate: Generate, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.yaml"
    outside.write_text("type: string\n")
    (tmp_path / "near.yaml").symlink_to(outside)
    run = generate(schemas(A={"$ref": "near.yaml"}))
    assert run.code == 1
    assert "error[ref-outside]" in run.said


def test_an_address_that_is_none_of_http_is_told(generate: Generate) -> None:
    run = generate(document(servers=[{"url": "javascript:alert(1)"}], paths={"/a": {"get": OK}}))
    assert run.code == 0
    assert 'warning[odd-address]: the server address "javascript:alert(1)"' in run.said
