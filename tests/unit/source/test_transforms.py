"""Transforms that settings list: each changes the description, or tells why it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from burnish.diagnostics import Report
from burnish.settings import Transform
from burnish.source import apply_transforms, plain, read

PETS = {
    "paths": {"/pets": {"get": {"tags": ["a"], "summary": "List"}}, "/toys": {"get": {"tags": ["b"]}}},
    "components": {"schemas": {"Pet": {"type": "object", "properties": {"id": {"type": "number"}}}}},
}


def changed(tmp_path: Path, *changes: Transform) -> tuple[object, list[str]]:
    path, report = tmp_path / "pets.json", Report()
    path.write_text(json.dumps(PETS), encoding="utf-8")
    document = read(path, report)
    apply_transforms(document, changes, report)
    return plain(document.root), [item.message for item in report]


@pytest.mark.parametrize(
    ("change", "pointer", "value"),
    [
        (
            Transform("update", "$.components.schemas.Pet.properties.id.type", '"string"'),
            "Pet/properties/id/type",
            "string",
        ),
        (Transform("append", "$.components.schemas.Pet.properties", '{"name": {}}'), "Pet/properties/name", {}),
        (
            Transform("merge", "$.components.schemas.Pet", '{"properties": {"id": {"minimum": 1}}}'),
            "Pet/properties/id/minimum",
            1,
        ),
        (
            Transform("copy", "$.components.schemas.Pet.type", to=("$.components.schemas.Pet.title",)),
            "Pet/title",
            "object",
        ),
    ],
)
def test_what_a_transform_writes(tmp_path: Path, change: Transform, pointer: str, value: object) -> None:
    found, problems = changed(tmp_path, change)
    assert problems == []
    for part in ("components", "schemas", *pointer.split("/")):
        assert isinstance(found, dict)
        found = found[part]  # pyright: ignore[reportUnknownVariableType]  # plain JSON
    assert found == value


def test_a_template_keeps_the_text_that_was_there(tmp_path: Path) -> None:
    found, problems = changed(tmp_path, Transform("update", "$..summary", '"[beta] {{value}}"', template=True))
    assert problems == []
    assert isinstance(found, dict)
    assert found["paths"]["/pets"]["get"]["summary"] == "[beta] List"


def test_a_template_needs_a_text_in_both_places(tmp_path: Path) -> None:
    _, problems = changed(tmp_path, Transform("update", "$..tags", '"{{value}}"', template=True))
    assert len(problems) == 1
    assert "a template is a text" in problems[0]


def test_nodes_that_equal_another_are_targets_but_for_those_to_ignore(tmp_path: Path) -> None:
    copy = Transform("copy", "$.components.schemas.Pet", to=("$.components.schemas.Copy",))
    pet = "$.components.schemas.Pet"
    found, problems = changed(tmp_path, copy, Transform("update", value='{"$ref": "x"}', equal_to=pet, ignore=(pet,)))
    assert problems == []
    assert isinstance(found, dict)
    assert found["components"]["schemas"]["Copy"] == {"$ref": "x"}
    assert found["components"]["schemas"]["Pet"]["type"] == "object"


def test_nodes_are_removed_everywhere(tmp_path: Path) -> None:
    found, problems = changed(
        tmp_path, Transform("remove", "$.paths.*.get", keys=("tags",)), Transform("remove", "$.components")
    )
    assert problems == []
    assert found == {"paths": {"/pets": {"get": {"summary": "List"}}, "/toys": {"get": {}}}}


def test_paths_of_an_api_need_no_quotes(tmp_path: Path) -> None:
    found, problems = changed(tmp_path, Transform("remove", "$.paths./toys"), Transform("remove", "$.components"))
    assert problems == []
    assert found == {"paths": {"/pets": PETS["paths"]["/pets"]}}


def test_a_list_grows_by_its_items(tmp_path: Path) -> None:
    change = Transform("append", "$.paths['/pets'].get.tags", '["c"]')
    found, _ = changed(tmp_path, change, Transform("remove", "$.components"), Transform("remove", "$.paths['/toys']"))
    assert found == {"paths": {"/pets": {"get": {"tags": ["a", "c"], "summary": "List"}}}}


def test_moving_takes_the_node_away(tmp_path: Path) -> None:
    found, problems = changed(
        tmp_path, Transform("move", "$.paths", to=("$.routes",)), Transform("remove", "$.components")
    )
    assert problems == []
    assert found == {"routes": PETS["paths"]}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (Transform("update", "$.nothing", "1"), 'nothing is at "$.nothing"'),
        (Transform("update", "$.paths"), "it needs a value"),
        (Transform("append", "$.components.schemas.Pet", '{"type": 1}'), "type is there already"),
        (Transform("append", "$.components.schemas.Pet.type", "1"), "only lists and objects can be added to"),
        (Transform("merge", "$.components.schemas.Pet.type", "1"), "only objects can be merged"),
        (Transform("copy", "$.paths"), "it takes one node, and needs `to`"),
        (Transform("copy", "$.paths", to=("$.a.b.c",)), 'nothing is at "$.a.b"'),
        (Transform("remove", "$["), "is no query"),
        (Transform("turn", "$.paths"), 'there is no command "turn"'),
    ],
)
def test_what_cannot_be_done_is_told(tmp_path: Path, change: Transform, reason: str) -> None:
    found, (problem,) = changed(tmp_path, change)
    assert reason in problem
    assert found == PETS
