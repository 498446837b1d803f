"""Overlays: actions, and what is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from burnish.diagnostics import Report
from burnish.source import Obj, apply_overlay, plain, read

ROOT = "info: {title: Pets}\ntags: [a, b]\npaths:\n  /a: {get: {x: 1}, x-internal: true}\n  /b: {get: {x: 2}}\n"


def patched(folder: Path, actions: str, version: str = "1.1.0") -> tuple[Any, list[tuple[str, str]]]:
    (folder / "root.yaml").write_text(ROOT)
    (folder / "overlay.yaml").write_text(f"overlay: {version}\ninfo: {{title: x, version: '1'}}\nactions:\n{actions}")
    report = Report()
    document = apply_overlay(read(folder / "root.yaml", report), folder / "overlay.yaml", report)
    return plain(document.root), [(item.code.slug, item.at.pointer) for item in report]


@pytest.mark.parametrize(
    ("action", "path", "value"),
    [
        ("{target: $.info, update: {version: '2', title: Cats}}", ("info",), {"title": "Cats", "version": "2"}),
        ("{target: $.info.title, update: Dogs}", ("info", "title"), "Dogs"),
        ("{target: $.tags, update: c}", ("tags",), ["a", "b", "c"]),
        ("{target: $.tags, update: [c, d]}", ("tags",), ["a", "b", "c", "d"]),
        ("{target: '$.tags[*]', remove: true}", ("tags",), []),
        ("{target: '$.paths[?@[\"x-internal\"]]', remove: true}", ("paths",), {"/b": {"get": {"x": 2}}}),
        ("{target: $.paths.*.get, update: {y: [1]}}", ("paths", "/b", "get"), {"x": 2, "y": [1]}),
        (
            "{target: '$.paths[\"/b\"]', copy: '$.paths[\"/a\"]'}",
            ("paths", "/b"),
            {"get": {"x": 1}, "x-internal": True},
        ),
    ],
)
def test_actions(tmp_path: Path, action: str, path: tuple[str, ...], value: object) -> None:
    found, problems = patched(tmp_path, f"  - {action}\n")
    assert problems == []
    for key in path:
        found = found[key]
    assert found == value


def test_lists_are_appended_whole_by_version_1_0(tmp_path: Path) -> None:
    found, _ = patched(tmp_path, "  - {target: $.tags, update: [c]}\n", "1.0.0")
    assert found["tags"] == ["a", "b", ["c"]]


@pytest.mark.parametrize(
    ("action", "slug", "pointer"),
    [
        ("{target: $.nothing, remove: true}", "overlay-unmatched", "#/actions/0/target"),
        ("{target: $.paths, copy: $.nothing}", "overlay-unmatched", "#/actions/0/copy"),
        ("{target: $.paths, copy: '$.paths.*'}", "overlay-action", "#/actions/0/copy"),
        ("{target: 'paths[', remove: true}", "overlay-path", "#/actions/0/target"),
        ("{target: $.info}", "overlay-action", "#/actions/0"),
        ("{target: $.info, remove: true, update: {}}", "overlay-action", "#/actions/0"),
        ("{update: {}}", "overlay-action", "#/actions/0"),
        ("{target: $.info, update: text}", "overlay-conflict", "#/actions/0/update"),
        ("{target: $, update: {info: [1]}}", "overlay-conflict", "#/actions/0/update/info"),
    ],
)
def test_what_cannot_be_applied(tmp_path: Path, action: str, slug: str, pointer: str) -> None:
    assert patched(tmp_path, f"  - {action}\n")[1] == [(slug, pointer)]


def test_what_is_not_an_overlay(tmp_path: Path) -> None:
    assert patched(tmp_path, "  - {target: $, update: {}}\n", "3.0")[1] == [("not-an-overlay", "#")]


def test_an_update_is_copied_to_each_target(tmp_path: Path) -> None:
    actions = (
        "  - {target: $.paths.*.get, update: {z: {n: 1}}}\n  - {target: '$.paths[\"/a\"].get.z', update: {n: 2}}\n"
    )
    found, _ = patched(tmp_path, actions)
    assert [item["get"]["z"] for item in found["paths"].values()] == [{"n": 2}, {"n": 1}]


def test_additions_are_placed_in_the_overlay_and_refer_to_the_description(tmp_path: Path) -> None:
    patched(tmp_path, "  - {target: $.info, update: {more: {$ref: '#/tags'}}}\n")
    report = Report()
    document = apply_overlay(read(tmp_path / "root.yaml", report), tmp_path / "overlay.yaml", report)
    info = document.root["info"]
    assert isinstance(info, Obj)
    more = info["more"]
    assert isinstance(more, Obj)
    assert Path(more.at.span.path).name == "overlay.yaml"
    target = document.resolve("#/tags", more.at, report)
    assert target is not None
    assert target.value == ["a", "b"]
