"""The words of schemas' names."""

from __future__ import annotations

import pytest

from burnish.openapi.naming import pascal, schema_words


def named(*names: str) -> list[str]:
    return [pascal(words) for words in schema_words(names).values()]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("models.User", "User"),
        ("io.k8s.api.core.v1.Pod", "Pod"),
        ("Contoso.Api.Models.User", "User"),
        ("User.Address", "UserAddress"),
        ("user.created", "UserCreated"),
        ("Foo", "Foo"),
        ("a b.C d", "ABCD"),
    ],
)
def test_a_namespace_is_left_away(name: str, shown: str) -> None:
    assert named(name) == [shown]


def test_names_that_would_be_alike_keep_as_much_as_tells_them_apart() -> None:
    assert named("a.v1.Pod", "b.v1.Pod", "c.Node") == ["AV1Pod", "BV1Pod", "Node"]
    assert named("models.User", "User") == ["ModelsUser", "User"]


def test_names_that_cannot_be_told_apart_end() -> None:
    assert named("m.User", "M_User", "User") == ["MUser", "MUser", "User"]
