"""The two readers: what they take, what they refuse, and that they agree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from burnish.diagnostics import Report
from burnish.source import Document, Obj, plain, read


def reading(
    folder: Path, content: str | bytes, name: str = "a.yaml"
) -> tuple[Document, list[tuple[str, int, int, str]]]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    report = Report()
    document = read(path, report)
    found = [(item.code.slug, item.at.span.line, item.at.span.column, item.message) for item in report]
    return document, found


def root(folder: Path, content: str, name: str = "a.yaml") -> object:
    document, found = reading(folder, content, name)
    assert found == []
    return plain(document.root)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("2025-01-02", "2025-01-02"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("~", None),
        ("", None),
        ("'5'", "5"),
        ("!!str 5", "5"),
        ("9" * 40, 10**40 - 1),
        ("1.", 1.0),
        ("+", "+"),
    ],
)
def test_scalars_follow_the_core_schema(tmp_path: Path, text: str, value: object) -> None:
    found = root(tmp_path, f"a: {text}\n")
    assert found == {"a": value}
    assert type(found["a"]) is type(value)  # pyright: ignore[reportIndexIssue, reportUnknownArgumentType]  # a dict


def test_keys_are_strings(tmp_path: Path) -> None:
    assert root(tmp_path, "200: a\ntrue: b\n~: c\non: d\n1.50: e\n") == {
        "200": "a",
        "true": "b",
        "~": "c",
        "on": "d",
        "1.50": "e",
    }


def test_200_beside_quoted_200_is_a_duplicate_that_names_both(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a:\n  200: x\n  b: 1\n  '200': y\n")
    report = Report()
    read(tmp_path / "a.yaml", report)
    (item,) = report
    assert (item.code.slug, item.at.span.line, item.related[0].at.span.line) == ("duplicate-key", 4, 2)


def test_every_duplicate_is_reported(tmp_path: Path) -> None:
    _, found = reading(tmp_path, '{"a": 1,\n"a": 2, "b": {"c": 1,\n "c": 2}, "a": 3}', "a.json")
    assert [(slug, line) for slug, line, _, _ in found] == [
        ("duplicate-key", 2),
        ("duplicate-key", 3),
        ("duplicate-key", 3),
    ]


def test_merge_keys_merge_and_yield(tmp_path: Path) -> None:
    text = "a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: {<<: [{x: 5}, *a]}\n"
    assert root(tmp_path, text) == {"a": {"x": 1, "y": 2}, "b": {"y": 3, "x": 1}, "c": {"x": 5, "y": 2}}


def nested(levels: int, times: int) -> str:
    """A list of lists, each repeating the one before it by alias."""
    lines = [f"b{level}: &a{level + 1} [{', '.join([f'*a{level}'] * times)}]\n" for level in range(levels)]
    return "a: &a0 [x]\n" + "".join(lines)


@pytest.mark.parametrize(
    ("text", "slug", "line"),
    [
        ("a: !!python/object:os.system x\n", "unknown-tag", 1),
        ("a: 1\n---\nb: 2\n", "syntax", 2),
        ("a: &a [*a]\n", "alias-limit", 1),
        ("a: *b\n", "syntax", 1),
        ("? {a: 1}\n: 2\n", "syntax", 1),
        ("a: {<<: 5}\n", "syntax", 1),
        ("a: .inf\n", "syntax", 1),
        ("a: 1e999\n", "syntax", 1),
        ("a:\n\t- b\n", "syntax", 2),
        ("", "not-a-mapping", 1),
        ("just text\n", "not-a-mapping", 1),
        ("x: " + "[" * 100_000, "depth-limit", 1),
        (nested(300, 1), "depth-limit", 200),
        (nested(9, 9), "alias-limit", 7),
    ],
)
def test_what_yaml_refuses(tmp_path: Path, text: str, slug: str, line: int) -> None:
    _, found = reading(tmp_path, text)
    assert [(one[0], one[1]) for one in found] == [(slug, line)]


@pytest.mark.parametrize(
    ("text", "slug", "place"),
    [
        ('{"a":\n NaN}', "syntax", (2, 2)),
        ('{"NaN": -Infinity}', "syntax", (1, 9)),
        ('{"a": 1e999}', "syntax", (1, 7)),
        ('{"a":\n  "x\\ud800y"}', "syntax", (2, 3)),
        ('{"a": ' + "9" * 5000 + "}", "syntax", (0, 0)),
        ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", "depth-limit", (0, 0)),
        ('{"a": ' + "[" * 250 + "]" * 250 + "}", "depth-limit", (0, 0)),
        ('{"a": 1,}', "not-quite-json", (1, 8)),
        ('{"a": [1,\n 2 ,\n]}', "not-quite-json", (2, 4)),
        ("[]", "not-a-mapping", (1, 1)),
        ('{"a": [}', "syntax", (1, 8)),
    ],
)
def test_what_json_refuses(tmp_path: Path, text: str, slug: str, place: tuple[int, int]) -> None:
    _, found = reading(tmp_path, text, "a.json")
    assert [(one[0], one[1:3]) for one in found] == [(slug, place)]


def test_json_is_known_by_its_content(tmp_path: Path) -> None:
    text = '{"a": "\\ud83d\\ude00", "b": "\x80", "c": 1e3}'
    assert root(tmp_path, text, "a.yaml") == {"a": "😀", "b": "\x80", "c": 1000.0}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks(tmp_path: Path, encoding: str) -> None:
    document, found = reading(tmp_path, "a: é\n".encode(encoding))
    assert (plain(document.root), found) == ({"a": "é"}, [])


def test_bytes_that_are_not_text_are_told_by_offset(tmp_path: Path) -> None:
    _, found = reading(tmp_path, b"a: \xff\n")
    assert [(slug, message) for slug, _, _, message in found] == [
        ("unreadable", "the file cannot be read: byte 3 is not UTF-8 text")
    ]


def test_a_missing_file_is_the_callers_affair(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none.yaml", Report())


def test_a_folder_and_a_pipe_are_not_read(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        report = Report()
        read(path, report)
        assert [item.message for item in report] == ["the file cannot be read: it is not a regular file"]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(
        st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff")
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc~/%01 é", max_size=4), inner, max_size=4),
    max_leaves=20,
)


@given(value=st.dictionaries(st.text("abc~/%01 é", max_size=4), JSON, max_size=4), pretty=st.booleans())
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_both_readers_agree_on_json(tmp_path: Path, value: dict[str, object], *, pretty: bool) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1 if pretty else None)
    as_json = root(tmp_path, text, "a.json")
    as_yaml = root(tmp_path, "--- " + text, "a.yaml")
    assert as_json == as_yaml == value


@given(value=st.dictionaries(st.text("abc~/%01 é", max_size=4), JSON, max_size=4), yaml=st.booleans())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_every_pointer_leads_back_and_every_span_is_inside(
    tmp_path: Path, value: dict[str, object], *, yaml: bool
) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    document, found = reading(tmp_path, ("---\n" if yaml else "") + text)
    assert found == []
    lines = document.file.text.split("\n")
    pending: list[Obj] = [document.root]
    while pending:
        node = pending.pop()
        for key, member in node.items():
            place = node.at / key
            target = document.resolve(place.pointer.replace("%", "%25"), document.root.at, Report())
            assert target is not None
            assert target.value is member
            span = place.span
            assert lines[span.line - 1][span.column - 1 : span.end_column - 1 if span.end_line == span.line else None]
            if isinstance(member, Obj):
                pending.append(member)


def test_tabs_before_comments_and_on_empty_lines_mean_nothing(tmp_path: Path) -> None:
    assert root(tmp_path, "a:\n\t# why\n  b: 1\n  \t\n  c: |\n    x\n    \ty\n") == {"a": {"b": 1, "c": "x\n\ty\n"}}


def test_tabs_that_indent_are_refused(tmp_path: Path) -> None:
    _, found = reading(tmp_path, "a:\n\tb: 1\n")
    assert [(code, line) for code, line, *_ in found] == [("syntax", 2)]
