"""The tree that operations stand in, with no settings."""

from __future__ import annotations

import pytest

from burnish.openapi.naming import Call, place_operations


def placed(*given: str) -> dict[str, str]:
    """Where operations stand: each is given as `verb path`, and an operationId after it, or none."""
    calls = [
        Call(verb, path, next(iter(rest), ""), "", plural=False) for verb, path, *rest in (one.split() for one in given)
    ]
    found = place_operations(calls)
    return {
        f"{call.verb} {call.path}": ".".join("_".join(level) for level in (*place.resource, place.method))
        for call, place in zip(calls, found, strict=True)
    }


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("get /pets", "pets.list"),
        ("post /pets", "pets.create"),
        ("get /pets/{id}", "pets.retrieve"),
        ("delete /pets/{id}", "pets.delete"),
        ("put /pets/{id}", "pets.update"),
        ("get /pets/{id}/toys", "pets.toys.list"),
        ("post /pets/{id}/feed", "pets.feed"),
    ],
)
def test_collections_and_members(given: str, name: str) -> None:
    assert placed(given, "get /pets/{id}/toys/{toy}", "get /health")[given] == name


def test_a_prefix_that_nearly_all_paths_have_says_nothing() -> None:
    found = placed("get /api/v1/pets", "get /api/v1/pets/{id}", "get /api/v1/zoos", "get /health")
    assert found == {
        "get /api/v1/pets": "pets.list",
        "get /api/v1/pets/{id}": "pets.retrieve",
        "get /api/v1/zoos": "zoos.retrieve",
        "get /health": "health.retrieve",
    }


def test_several_versions_stay_apart() -> None:
    found = placed("get /v1/pets", "get /v1/pets/{id}", "get /v2/pets", "get /v2/pets/{id}", "get /health")
    assert found["get /v1/pets"] == "v1.pets.list"
    assert found["get /v2/pets"] == "v2.pets.list"


def test_a_prefix_stays_where_two_paths_would_be_one_without_it() -> None:
    found = placed("get /api/pets", "get /pets", "get /api/zoos")
    assert len(set(found.values())) == 3
    assert found["get /api/pets"].startswith("api.")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("put /jobs/{id}/stop JobService_StopJob", "jobs.stop"),
        ("put /jobs/{id}/avatar updateAvatar", "jobs.update_avatar"),
        ("put /jobs/{id}/stop stop_job_jobs__id__stop_put", "jobs.stop"),
        ("get /jobs/{id}/log JobService_Log", "jobs.retrieve_log"),
        ("post /jobs/{namespace} JobService_CreateJob", "jobs.create"),
        ("post /jobs/{namespace} touchJob", "jobs.update"),
    ],
)
def test_what_an_operation_id_tells_of_an_action(given: str, name: str) -> None:
    verb, path, _ = given.split()
    assert placed(given, "get /health")[f"{verb} {path}"] == name


def test_the_layer_that_serves_is_no_part_of_a_name() -> None:
    both = ("get /jobs/{namespace} JobService_ListJobs", "get /jobs/{namespace}/{name} JobService_GetJob")
    assert list(placed(*both, "get /health").values())[:2] == ["jobs.list", "jobs.get"]


def test_operation_ids_that_spell_the_tree_are_followed() -> None:
    assert placed("get /a pets.toys.list", "post /b pets.create") == {
        "get /a": "pets.toys.list",
        "post /b": "pets.create",
    }
