"""Where references lead, and what they may reach."""

from __future__ import annotations

from pathlib import Path

import pytest

from burnish.diagnostics import Report
from burnish.source import Obj, RefPolicy, read


def tree(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_yaml", ".yaml").replace("_json", ".json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "root.yaml"


@pytest.mark.parametrize(
    ("ref", "value"),
    [
        ("#/a/b", 1),
        ("#", "whole"),
        ("#/a~1b", 2),
        ("#/t~0t", 3),
        ("#/sp%20ce", 4),
        ("#/l/1", "y"),
        ("other.yaml", "other"),
        ("other.yaml#/x", 5),
        ("sub/deep.json#/y", 6),
        ("./sub/../other.yaml#/x", 5),
        ("#named", "anchored"),
        ("#dynamic", "dynamic"),
        ("#/none", None),
        ("#/l/2", None),
        ("#/l/-1", None),
        ("#nobody", None),
    ],
)
def test_resolve(tmp_path: Path, ref: str, value: object) -> None:
    path = tree(
        tmp_path,
        root_yaml="id: whole\na: {b: 1}\na/b: 2\nt~t: 3\nsp ce: 4\nl: [x, y]\n"
        "n: {$anchor: named, id: anchored}\nd: {$dynamicAnchor: dynamic, id: dynamic}\n",
        other_yaml="id: other\nx: 5\n",
        sub__deep_json='{"y": 6}',
    )
    report = Report()
    document = read(path, report)
    target = document.resolve(ref, document.root.at, report)
    found = target.value if target else None
    assert (found.get("id") if isinstance(found, Obj) else found) == value
    assert len(report) == 0


def test_a_reference_in_another_file_is_relative_to_that_file(tmp_path: Path) -> None:
    path = tree(
        tmp_path, root_yaml="a: {$ref: sub/one.yaml}\n", sub__one_yaml="$ref: two.yaml\n", sub__two_yaml="x: 1\n"
    )
    report = Report()
    document = read(path, report)
    one = document.resolve("sub/one.yaml", document.root.at, report)
    assert one is not None
    two = document.resolve("two.yaml", one.place, report)
    assert two is not None
    assert str(two.place.span).endswith("sub/two.yaml:1:1")


def test_a_definition_of_the_schema_around_is_found_where_the_root_has_none(tmp_path: Path) -> None:
    path = tree(
        tmp_path,
        root_yaml="a: {b: {$defs: {X: {id: inner}}, c: {$ref: '#/$defs/X'}}}\n"
        "d: {$defs: {X: {id: other}}, e: {$ref: '#/$defs/X'}}\nf: {$ref: '#/$defs/X'}\n",
    )
    report = Report()
    document = read(path, report)
    found: list[object] = []
    for keys in (("a", "b", "c"), ("d", "e"), ("f",)):
        place = document.root.at
        for key in keys:
            place = place / key
        target = document.resolve("#/$defs/X", place / "$ref", report)
        found.append(target.value["id"] if target is not None and isinstance(target.value, Obj) else None)
    assert found == ["inner", "other", None]


def test_embedded_resources_have_their_own_root(tmp_path: Path) -> None:
    path = tree(
        tmp_path,
        root_yaml="s:\n  $id: https://example.com/pet\n  $defs: {n: {type: string}}\n  use: {$ref: '#/$defs/n'}\n"
        "t: {$id: https://example.com/toy, v: 1}\nx: 9\n",
    )
    report = Report()
    document = read(path, report)
    schema = document.root["s"]
    assert isinstance(schema, Obj)
    inner = document.resolve("#/$defs/n", schema.at / "use", report)
    assert inner is not None
    assert inner.place.pointer == "#/s/$defs/n"
    sibling = document.resolve("toy#/v", schema.at, report)
    assert sibling is not None
    assert sibling.value == 1
    # Many write references to the document here, and mean it.
    outer = document.resolve("#/x", schema.at, report)
    assert outer is not None
    assert outer.value == 9
    assert len(report) == 0


@pytest.mark.parametrize(
    ("ref", "slug"),
    [
        ("../secret.yaml", "ref-outside"),
        ("/etc/passwd", "ref-outside"),
        ("link.yaml", "ref-outside"),
        ("%2e%2e/secret.yaml", "ref-outside"),
        ("file:///etc/passwd", "remote-ref"),
        ("http://127.0.0.1/x", "remote-ref"),
        ("//example.com/x", "remote-ref"),
        ("missing.yaml", "unreadable-ref"),
        ("broken.yaml", "syntax"),
        ("folder", "unreadable"),
    ],
)
def test_what_a_reference_may_not_reach(tmp_path: Path, ref: str, slug: str) -> None:
    home = tmp_path / "home"
    path = tree(home, root_yaml="a: 1\n", broken_yaml="a: [\n")
    (tmp_path / "secret.yaml").write_text("password: 1\n")
    (home / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (home / "folder").mkdir()
    report = Report()
    document = read(path, report)
    target = document.resolve(ref, document.root.at, report)
    assert target is None or target.value is None
    assert [item.code.slug for item in report] == [slug]


def test_folders_can_be_allowed(tmp_path: Path) -> None:
    path = tree(tmp_path, home__root_yaml="a: 1\n", shared__x_yaml="v: 1\n").parent / "home" / "root.yaml"
    report = Report()
    document = read(path, report, RefPolicy(allow_dirs=(tmp_path / "shared",)))
    target = document.resolve("../shared/x.yaml#/v", document.root.at, report)
    assert target is not None
    assert target.value == 1
