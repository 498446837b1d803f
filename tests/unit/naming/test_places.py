"""Where operations are placed, and what their methods are called, when nobody says it."""

from __future__ import annotations

import pytest

from burnish.openapi.naming import Call, place_operations, singular, words

# A collection with members, so that the paths under test are not the whole API.
PETS = (
    Call("get", "/pets", "", "", plural=True),
    Call("get", "/pets/{id}", "", "", plural=False),
    Call("post", "/pets", "", "", plural=False),
)


def place(verb: str, path: str, operation_id: str = "", tag: str = "", *, plural: bool = False) -> str:
    found = place_operations((Call(verb, path, operation_id, tag, plural), *PETS))[0]
    return ".".join("_".join(part) for part in (*found.resource, found.method))


@pytest.mark.parametrize(
    ("verb", "path", "expected"),
    [
        ("get", "/pets/search", "pets.search"),
        ("get", "/pets/export", "pets.export"),
        ("get", "/pets/summary", "pets.retrieve_summary"),
        ("get", "/pets/find-by-status", "pets.find_by_status"),
        ("put", "/pets/{id}/archive", "pets.archive"),
        ("put", "/pets/multi_update", "pets.multi_update"),
        ("put", "/pets/{id}/owner", "pets.update_owner"),
        ("delete", "/pets/{id}/archive", "pets.delete_archive"),
        ("delete", "/pets/remove-all", "pets.remove_all"),
    ],
)
def test_a_last_segment_that_is_an_action_is_the_method(verb: str, path: str, expected: str) -> None:
    assert place(verb, path) == expected


@pytest.mark.parametrize(
    ("verb", "path", "operation_id", "tag", "expected"),
    [
        ("post", "/feedback", "", "feedback", "feedback.create"),
        ("post", "/feedback", "submitFeedback", "Feedback", "feedback.submit"),
        ("post", "/feedback", "whatAnybodyTellsOfThisService_feedback", "feedback", "feedback.create"),
        ("post", "/", "generate", "", "generate"),
        ("post", "/", "", "texts", "texts.create"),
        ("get", "/", "", "texts", "texts.retrieve"),
    ],
)
def test_a_method_does_not_repeat_its_resource(
    verb: str, path: str, operation_id: str, tag: str, expected: str
) -> None:
    assert place(verb, path, operation_id, tag) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/v1/toys", "toys.list"),
        ("/api/v1/toys", "toys.list"),
        ("/v2/pets", "v2.list_pets"),
        ("/v2", "v2.list"),
        ("/store/v1/toys", "store.list_toys"),
    ],
)
def test_a_version_that_only_some_paths_have_counts_where_it_tells_them_apart(path: str, expected: str) -> None:
    assert place("get", path, plural=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("live.m3u8", "live m3u8"),
        ("p2pLinks", "p2p links"),
        ("i18n", "i18n"),
        ("h264_video", "h264 video"),
        ("a1", "a1"),
    ],
)
def test_letters_and_digits_that_are_mixed_are_one_word(text: str, expected: str) -> None:
    assert " ".join(words(text)) == expected


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("statuses", "status"),
        ("aliases", "alias"),
        ("sizes", "size"),
        ("boxes", "box"),
        ("movies", "movie"),
        ("caches", "cache"),
        ("matches", "match"),
        ("analytics", "analytics"),
        ("gas", "gas"),
    ],
)
def test_the_singular_of_a_word(plural: str, expected: str) -> None:
    assert singular(plural) == expected
