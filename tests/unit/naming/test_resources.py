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
    both = ("get /jobs/{namespace} JobService_FindJobs", "get /jobs/{namespace}/{name} JobService_InspectJob")
    assert list(placed(*both, "get /health").values())[:2] == ["jobs.retrieve", "jobs.inspect"]


def test_operation_ids_that_spell_the_tree_are_followed() -> None:
    assert placed("get /a pets.toys.list", "post /b pets.create") == {
        "get /a": "pets.toys.list",
        "post /b": "pets.create",
    }


HEALTH = "get /health"


def test_the_only_version_says_nothing_wherever_it_stands() -> None:
    found = placed("get /pets/{id}/v1/toys", "get /pets/{id}/v1/toys/{toy}", "get /pets/v1", HEALTH)
    assert list(found.values())[:3] == ["pets.toys.list", "pets.toys.retrieve", "pets.list"]


def test_only_the_head_that_would_be_ambiguous_keeps_its_prefix() -> None:
    found = placed("get /api/v1/pets", "get /api/v1/pets/{id}", HEALTH, "get /api/v1/health")
    assert list(found.values()) == ["pets.list", "pets.retrieve", "health.retrieve", "v1.retrieve_health"]


def test_a_version_does_not_make_the_tree_deeper() -> None:
    found = placed("get /apps/v1/zones/{zone}/pods/{id}", "get /apps/v2/zones/{zone}/pods/{id}", HEALTH)
    assert list(found.values())[:2] == ["apps.v1.zones.pods.retrieve", "apps.v2.zones.pods.retrieve"]


@pytest.mark.parametrize(
    ("one", "other", "names"),
    [
        ("delete /pets/{id} deletePet", "delete /pets deletePets", ["delete", "delete_many"]),
        ("delete /pets/{id}/", "delete /pets/ pets_bulk_destroy", ["delete", "bulk_destroy"]),
        ("get /pets/{id} ByIdGet", "get /pets/key={key} PetsKeyByKeyGet", ["retrieve", "retrieve_by_key"]),
        ("post /pets/{id}/cancel cancelPet", "post /pets/cancel cancelPetByTag", ["cancel", "cancel_by_tag"]),
        ("put /pets/{id}", "put /pets/update", ["replace", "update"]),
        ("put /pets/{id}", "put /pets/{id}#rename", ["update", "rename"]),
        ("post /pets", "post /pets/{kind} createOfKind", ["create", "create_of_kind"]),
        ("post /pets", "post /pets:groom", ["create", "groom"]),
        ("post /pets", "post /pets/{id}:groom", ["create", "groom"]),
        ("post /pets/{id}/groom", "post /pets/groom/by-ids", ["groom", "groom_by_ids"]),
        ("get /pets/search searchPets", "post /pets/search searchPets_1", ["search", "post_search"]),
        ("get /pets/{id}", "get /pets/{id}.json", ["retrieve", "retrieve_by_id"]),
        ("get /pets/{id}/photo.{format}", "post /pets", ["retrieve_photo", "create"]),
        ("post /pets/{id}/scan/toys createPetToyScan", "post /pets", ["scan.toys.create", "create"]),
        ("get /pets/{id}/pet-toys", "post /pets/{id}/leash createLeash", ["retrieve_toys", "create_leash"]),
    ],
)
def test_methods_of_one_resource(one: str, other: str, names: list[str]) -> None:
    found = placed(one, other, "get /pets", HEALTH)
    assert list(found.values())[:2] == [f"pets.{name}" for name in names]


def test_operations_of_a_resource_manager_are_placed_by_their_ids() -> None:
    group = "/subscriptions/{s}/resourceGroups/{g}/providers/Acme.Zoos/zoos"
    found = placed(f"get {group} Zoos_ListByResourceGroup", f"get {group}/{{zoo}}/pets/{{pet}} Pets_Get")
    assert list(found.values()) == ["zoos.list_by_resource_group", "pets.get"]


def test_the_number_of_an_operation_id_is_no_name() -> None:
    found = placed("post /pets/{kind} pet", "post /pets/{kind}/{id} pet_1", "get /pets", HEALTH)
    assert list(found.values())[:2] == ["pets.update", "pets.update_by_id"]


@pytest.mark.parametrize(("path", "name"), [("/QoSProfiles", "qos_profiles"), ("/AsAList", "as_a_list")])
def test_a_short_word_with_a_capital_at_its_end_is_one_word(path: str, name: str) -> None:
    assert placed(f"get {path}", f"post {path}")[f"post {path}"] == f"{name}.create"


def test_an_operation_id_that_joins_the_variables_is_no_name() -> None:
    found = placed(
        "get /{key} ByKeyGet", "get /{key}/{kind} ByKeyByKindGet", "get /{key}/{kind}/{id} ByKeyByKindByIdGet"
    )
    assert list(found.values()) == ["retrieve", "retrieve_by_kind", "retrieve_by_id"]


def large(first: str, *others: str) -> dict[str, str]:
    """The names of an API with many paths below `first`, and of `others`."""
    return placed(*(f"get {first}/things{index}/{{id}}" for index in range(30)), *others)


def test_a_namespace_of_nearly_all_paths_says_nothing() -> None:
    found = large("/services/zoo", "get /services/zoo", "post /services/zoo/reload", "get /health")
    assert found["get /services/zoo/things1/{id}"] == "things1.retrieve"
    assert found["get /services/zoo"] == "services.retrieve_zoo"
    assert found["get /health"] == "health.retrieve"


def test_a_namespace_that_has_members_says_something() -> None:
    assert large("/zoos", "get /zoos/{id}", "get /health")["get /zoos/things1/{id}"] == "zoos.things1.retrieve"


def test_a_namespace_stays_where_another_path_would_be_one_with_it() -> None:
    found = large("/zoo", "get /zoo/health/{id}", "get /health/{id}")
    assert found["get /zoo/health/{id}"] == "zoo.health.retrieve"
    assert found["get /health/{id}"] == "health.retrieve"
    assert found["get /zoo/things1/{id}"] == "things1.retrieve"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("post /requests/cancel/{id} requestCancel", "requests.cancel"),
        ("post /requests/edit_and_resend/{id} requestEditAndResend", "requests.edit_and_resend"),
        ("put /requests/attach/{id}", "requests.attach"),
        ("delete /requests/delete/{id}", "requests.delete"),
        ("get /requests/download/{id}", "requests.download"),
        ("get /requests/files/{id} requestFiles", "requests.files.retrieve"),
        ("post /requests/files/{id} requestFiles", "requests.files.update"),
        ("delete /slack/{id} slackDelete", "slack.delete"),
    ],
)
def test_what_is_done_to_a_member_may_stand_before_it(given: str, name: str) -> None:
    assert (
        placed(given, "get /pets", "get /pets/{id}")[given.rpartition(" ")[0] if given.count(" ") > 1 else given]
        == name
    )


def test_a_segment_before_a_member_is_a_resource_where_it_has_more() -> None:
    found = placed("post /pets/block/{id}", "get /pets/block/{id}", HEALTH)
    assert found["post /pets/block/{id}"] == "pets.block.update"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("post /chat/completions", "chat.completions.create"),
        ("post /chat/completions createCompletion", "chat.completions.create"),
        ("post /chat/names getNames", "chat.names"),
        ("post /chat/archive", "chat.archive"),
        ("post /chat/updateparticipants", "chat.updateparticipants"),
        ("post /chat/exists", "chat.exists"),
    ],
)
def test_one_is_made_by_posting_to_many(given: str, name: str) -> None:
    verb, path, *_ = given.split()
    assert placed(given, "get /chat/{id}", "get /pets")[f"{verb} {path}"] == name


def test_nothing_is_made_where_everything_is_posted() -> None:
    others = ("post /pets/rename", "post /pets/feed", "post /pets/groom", "post /pets/wash", "post /zoos")
    assert placed("post /pets/owners", *others)["post /pets/owners"] == "pets.owners"


def test_a_name_that_is_elsewhere_a_collection_is_left_to_it() -> None:
    found = placed("post /threads/runs", "post /threads/{id}/runs createRun", "get /threads/{id}/runs/{run}", HEALTH)
    assert found["post /threads/{id}/runs"] == "threads.runs.create"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("post /pets/validate", "pets.validate"),
        ("post /pets/validate/batch", "pets.validate_batch"),
        ("get /pets/{id}/stream", "pets.stream"),
        ("get /pets/{id}#id", "pets.retrieve"),
        ("delete /pets/{id}#byForce", "pets.by_force"),
    ],
)
def test_actions_and_names_beside_the_path(given: str, name: str) -> None:
    others = {"post /pets/validate", "post /pets/validate/batch", HEALTH} - {given}
    assert placed(given, *sorted(others))[given] == name


def test_the_module_of_a_program_is_no_part_of_an_operation_id() -> None:
    one, other = "post /v1/pets#stream", "post /v1/pets/{id}#stream"
    found = placed(f"{one} shop_api_v1_pets_start_stream", f"{other} shop_api_v1_pets_append_stream", HEALTH)
    assert (found[one], found[other]) == ("pets.stream", "pets.append_stream")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("post /pets/{id} startPet", "pets.start"),
        ("put /pets/{id} upsertPet", "pets.upsert"),
        ("put /pets/{id} setPet", "pets.update"),
        ("post /pets/{id}", "pets.update"),
    ],
)
def test_an_operation_id_may_say_what_is_done_to_a_member(given: str, name: str) -> None:
    verb, path, *_ = given.split()
    assert placed(given, "get /pets")[f"{verb} {path}"] == name


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("get /a/{id}/b/{id}/c/{id}/dogs", "a.b.c.list_dogs"),
        ("post /a/{id}/b/{id}/c/{id}/dogs", "a.b.c.create_dog"),
        ("get /a/{id}/b/{id}/c/{id}/dogs/{id}", "a.b.c.retrieve_dog"),
        ("get /a/{id}/b/{id}/c/{id}/dogs/{id}/status", "a.b.c.retrieve_dog_status"),
        ("post /a/{id}/b/{id}/c/{id}/dogs/{id}/feed", "a.b.c.feed_dog"),
    ],
)
def test_what_is_too_deep_is_named_in_the_method_as_one_or_many(given: str, name: str) -> None:
    assert placed(given, "get /a/{id}/b/{id}/c/{id}/dogs/{id}/toys", "get /pets")[given] == name


def test_the_layer_of_a_program_is_no_part_of_an_operation_id() -> None:
    assert placed("post /pets/{id}/leash KeeperOperations_createLeash", "get /pets")["post /pets/{id}/leash"] == (
        "pets.create_leash"
    )


def test_what_all_paths_begin_with_stays_where_it_has_members() -> None:
    assert placed("get /api/files/{id}", "post /api/files/{id}/copy") == {
        "get /api/files/{id}": "files.retrieve",
        "post /api/files/{id}/copy": "files.copy",
    }
    assert (
        placed("get /accounts/{id}/files", "get /accounts/{id}/notes")["get /accounts/{id}/files"] == "files.retrieve"
    )


def test_the_only_date_among_the_segments_is_a_version() -> None:
    found = placed("get /crm/lists/2026-09/{id}", "get /crm/lists/2026-09/folders", "post /crm/lists/2026-09")
    assert found == {
        "get /crm/lists/2026-09/{id}": "lists.retrieve",
        "get /crm/lists/2026-09/folders": "lists.retrieve_folders",
        "post /crm/lists/2026-09": "lists.create",
    }


def test_dates_that_tell_paths_apart_stay() -> None:
    found = placed("get /2025-01-01/pets", "get /2026-01-01/pets", "get /zoos/2026-01-01", "get /zoos")
    assert len(set(found.values())) == 4


def test_a_variable_may_name_a_kind_of_thing() -> None:
    calls = (
        Call("get", "/objects/{kind}", "", "", plural=True),
        Call("post", "/objects/{kind}", "", "", plural=False),
        Call("get", "/objects/{kind}/{id}", "", "", plural=False),
        Call("patch", "/objects/{kind}/{id}", "", "", plural=False),
        Call("get", "/health", "", "", plural=False),
    )
    assert [".".join("_".join(level) for level in (*one.resource, one.method)) for one in place_operations(calls)] == [
        "objects.list",
        "objects.create",
        "objects.retrieve",
        "objects.update",
        "health.retrieve",
    ]


def test_versions_say_nothing_where_no_two_operations_would_be_one() -> None:
    found = placed("get /v6/teams", "post /v9/teams", "get /v1/teams/{id}", "get /v2/zoos", "get /health")
    assert found == {
        "get /v6/teams": "teams.list",
        "post /v9/teams": "teams.create",
        "get /v1/teams/{id}": "teams.retrieve",
        "get /v2/zoos": "zoos.retrieve",
        "get /health": "health.retrieve",
    }


def test_what_stands_on_both_sides_of_a_version_stands_once() -> None:
    found = placed("post /auth/v1/auth/login", "get /auth/v1/auth/sessions", "get /parts", "get /parts/{id}")
    assert found["post /auth/v1/auth/login"] == "auth.login"


def test_operation_ids_that_all_begin_with_a_version_spell_the_rest() -> None:
    found = placed("get /api/v1/app v1.application.list", "post /api/v1/app v1.application.create")
    assert found == {"get /api/v1/app": "application.list", "post /api/v1/app": "application.create"}


def test_the_version_at_the_end_of_an_operation_id_is_no_method() -> None:
    found = placed("get /hubs get_hubs_v2025.0", "post /hubs post_hubs_v2025.0", "get /hubs/{id} get_hubs_id_v2025.0")
    assert list(found.values()) == ["hubs.list", "hubs.create", "hubs.retrieve"]


def test_what_azure_puts_before_each_path_says_nothing() -> None:
    group = "/subscriptions/{subscription}/resourceGroups/{group}/providers/Acme.Zoos/zoos"
    found = placed(f"get {group} ZoosList", f"get {group}/{{zoo}} ZoosGet", f"get {group}/{{zoo}}/pets PetsList")
    assert list(found.values()) == ["zoos.list", "zoos.retrieve", "zoos.retrieve_pets"]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("post /account_links PostAccountLinks", "account_links.create"),
        ("post /account-links createAccountLink", "account_links.create"),
        ("post /account-links accountLinks", "account_links"),
        ("post /accounts/{id}/regenerate_keys PostAccountsRegenerateKeys", "accounts.regenerate_keys"),
    ],
)
def test_what_several_words_name_is_made_where_the_operation_id_says_so(given: str, name: str) -> None:
    assert placed(given, "get /pets", "get /pets/{id}", "get /accounts/{id}")[" ".join(given.split()[:2])] == name


@pytest.mark.parametrize(
    ("path", "tag", "name"),
    [
        ("/apikeys/{id}", "ApiKeys", "api_keys.retrieve"),
        ("/apikeys/{id}", "Keys", "apikeys.retrieve"),
        ("/oauth2/{id}", "oAuth2", "oauth2.retrieve"),
    ],
)
def test_a_tag_tells_the_words_of_a_segment(path: str, tag: str, name: str) -> None:
    calls = [Call("get", path, "", tag, plural=False), Call("get", "/health", "", "", plural=False)]
    found = place_operations(calls)[0]
    assert ".".join("_".join(level) for level in (*found.resource, found.method)) == name


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (Call("post", "/jobs", "jobs_create", "jobs", plural=False), "jobs.create"),
        (Call("get", "/file", "files_get", "files", plural=False), "files.get"),
        (Call("get", "/greeting", "greeting", "greeting", plural=False), "greeting"),
        (Call("post", "/login", "login", "auth", plural=False), "auth.login"),
    ],
)
def test_a_procedure_does_not_repeat_its_tag(call: Call, name: str) -> None:
    words = ("send", "move", "mark", "drop", "keep", "read", "sort")
    others = [Call("post", f"/{word}", "", "mail", plural=False) for word in words]
    found = place_operations([call, *others])[0]
    assert ".".join("_".join(level) for level in (*found.resource, found.method)) == name
