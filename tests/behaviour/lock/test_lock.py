"""`burnish.lock`: what a run named keeps its name, whatever comes, goes or moves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from burnish.diagnostics import Report
from burnish.lock import Lock, lock_text, read_lock
from burnish.openapi.normalise import normalise
from burnish.settings import Settings
from burnish.source import read

# Names that fall together in Pascal case, and places that give inline schemas the names of components.
SCHEMAS = ("Pet", "pet", "PET", "PetToy", "petToy", "PetListResponse", "Pet-List-Response", "Toy")
PATHS = ("/pets", "/pets/{petId}", "/pets/{petId}/toys", "/toys", "/v1/pets")


def record(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def description(schemas: frozenset[str], paths: frozenset[str]) -> dict[str, Any]:
    """A description with some of the schemas and paths; every schema is used."""
    inner = record(toy=record(name={"type": "string"}), list=record(ok={"type": "boolean"}))
    refs = [{"$ref": f"#/components/schemas/{name}"} for name in sorted(schemas)]
    answer = {
        "200": {"description": "", "content": {"application/json": {"schema": record(all={"oneOf": refs or [{}]})}}}
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {path: {"get": {"responses": answer}, "post": {"responses": answer}} for path in sorted(paths)},
        "components": {"schemas": {name: {**inner, "title": name} for name in sorted(schemas)}},
    }


def run(table: Mapping[str, Any], folder: Path, before: Lock) -> tuple[Lock, Mapping[str, Any]]:
    """Normalise a description with a lock; the lock after it, and its content."""
    path = folder / "openapi.json"
    path.write_text(json.dumps(table))
    report = Report()
    document = read(path, report)
    canonical = normalise(document, Settings(), report, before.names)
    (folder / "burnish.lock").write_text(lock_text(canonical, document.fetched))
    return read_lock(folder / "burnish.lock"), json.loads((folder / "burnish.lock").read_bytes())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    early=st.tuples(st.frozensets(st.sampled_from(SCHEMAS)), st.frozensets(st.sampled_from(PATHS))),
    added=st.tuples(st.frozensets(st.sampled_from(SCHEMAS)), st.frozensets(st.sampled_from(PATHS))),
)
def test_adding_schemas_and_paths_renames_nothing(
    early: tuple[frozenset[str], frozenset[str]], added: tuple[frozenset[str], frozenset[str]], tmp_path: Path
) -> None:
    lock, old = run(description(*early), tmp_path, Lock())
    _, new = run(description(early[0] | added[0], early[1] | added[1]), tmp_path, lock)
    for section in ("schemas", "operations"):
        assert old[section].items() <= new[section].items()


def test_without_a_lock_a_newcomer_may_take_a_name_and_with_it_cannot(tmp_path: Path) -> None:
    early, late = frozenset(("petToy",)), frozenset(("petToy", "PetToy"))
    lock, old = run(description(early, frozenset(PATHS)), tmp_path, Lock())
    _, fresh = run(description(late, frozenset(PATHS)), tmp_path, Lock())
    _, pinned = run(description(late, frozenset(PATHS)), tmp_path, lock)
    place = "#/components/schemas/petToy"
    assert old["schemas"][place] == pinned["schemas"][place] == "PetToy"
    assert fresh["schemas"][place] != "PetToy"


def test_a_name_whose_schema_is_gone_is_free_again(tmp_path: Path) -> None:
    lock, _ = run(description(frozenset(("pet",)), frozenset(PATHS)), tmp_path, Lock())
    _, moved = run(description(frozenset(("Pet",)), frozenset(PATHS)), tmp_path, lock)
    assert moved["schemas"]["#/components/schemas/Pet"] == "Pet"


def test_the_lock_does_not_tell_where_the_command_was_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "toys.json").write_text(json.dumps({"Toy": record(name={"type": "string"})}))
    table = description(frozenset(("Pet",)), frozenset(PATHS))
    table["components"]["schemas"]["Pet"]["properties"]["best"] = {"$ref": "toys.json#/Toy"}
    _, outside = run(table, tmp_path, Lock())
    monkeypatch.chdir(tmp_path)
    _, inside = run(table, Path(), Lock())
    assert outside == inside
    assert outside["schemas"]["toys.json#/Toy"] == "Toy"


def test_parameters_of_a_path_are_named_once_for_all_its_operations(tmp_path: Path) -> None:
    table = description(frozenset(("Pet",)), frozenset(PATHS))
    table["components"]["schemas"]["Id"] = {"type": "string", "enum": list("abcdefgh")}
    shared = {"name": "id", "in": "query", "schema": {"$ref": "#/components/schemas/Id"}}
    for item in table["paths"].values():
        item["parameters"] = [shared]
    _, content = run(table, tmp_path, Lock())
    assert [name for name in content["schemas"].values() if name.endswith("Id")] == ["Id"]


def test_what_is_no_lock_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "burnish.lock"
    for text in ("", "[]", '{"schemas": {"#/a": "os.system"}, "operations": 3, "remote": {"https://a.example": "1"}}'):
        path.write_text(text)
        assert read_lock(path) == Lock()


def test_hashes_of_remote_documents_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "burnish.lock"
    table = {"operations": {}, "schemas": {}, "remote": {"https://a.example/b.yaml": "0" * 64}}
    path.write_text(json.dumps(table))
    assert read_lock(path).remote == table["remote"]
