"""Walking and rebuilding types."""

from __future__ import annotations

from hypothesis import given, strategies as st

from burnish.ir import (
    AnyOf,
    Anything,
    DeclarationId,
    ListOf,
    Literal,
    Literals,
    MapOf,
    Name,
    Nothing,
    Nullable,
    Ref,
    Resource,
    Scalar,
    ScalarKind,
    TupleOf,
    Type,
    map_types,
    walk,
    walk_resources,
)

LEAVES: st.SearchStrategy[Type] = st.sampled_from(
    [Scalar(ScalarKind.STRING), Literal(1), Literals(("a",)), Ref(DeclarationId("Pet")), Anything(), Nothing()]
)


def grown(inner: st.SearchStrategy[Type]) -> st.SearchStrategy[Type]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        inner.map(ListOf),
        inner.map(MapOf),
        inner.map(Nullable),
        several.map(AnyOf),
        st.builds(TupleOf, several, st.none() | inner),
    )


TYPES = st.recursive(LEAVES, grown, max_leaves=12)


@given(TYPES)
def test_rebuilding_without_a_change_gives_the_same(type_: Type) -> None:
    assert map_types(type_, lambda inner: inner) == type_


@given(TYPES)
def test_a_change_reaches_every_type_that_a_walk_meets(type_: Type) -> None:
    def renamed(inner: Type) -> Type:
        return Ref(DeclarationId("Dog")) if isinstance(inner, Ref) else inner

    before = [inner for inner in walk(type_) if isinstance(inner, Ref)]
    after = [inner for inner in walk(map_types(type_, renamed)) if isinstance(inner, Ref)]
    assert len(after) == len(before)
    assert all(inner.target == "Dog" for inner in after)


def test_a_walk_goes_from_the_outside_in_and_left_to_right() -> None:
    first, second = Literal(1), ListOf(Literal(2))
    assert list(walk(AnyOf((first, second)))) == [AnyOf((first, second)), first, second, Literal(2)]


def test_resources_come_with_those_above_them() -> None:
    inner = Resource(Name("keys", ("keys",)))
    outer = Resource(Name("auth", ("auth",)), children=(inner,))
    root = Resource(Name("", ()), children=(outer, Resource(Name("pets", ("pets",)))))
    found = [([item.name.wire for item in above], resource.name.wire) for above, resource in walk_resources(root)]
    assert found == [([], ""), ([""], "auth"), (["", "auth"], "keys"), ([""], "pets")]
