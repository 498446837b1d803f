"""Two tiny packages, written here, held against each other."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from burnish.parity import Card, Kind, NoPackage, Style, compare, find_package, read_package, render


def written(folder: Path, files: dict[str, str]) -> Path:
    """A package `acme` of these modules below a folder."""
    package = folder / "acme"
    for name, text in {"__init__.py": "", **files}.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return package


def held(tmp_path: Path, old: dict[str, str], new: dict[str, str], *, private: bool = False) -> Card:
    """The card of two packages."""
    before, after = written(tmp_path / "old", old), written(tmp_path / "new", new)
    return compare(read_package(before), read_package(after), private=private)


def differences(card: Card) -> dict[str, tuple[str, str]]:
    return {each.path: (each.old, each.new) for each in card.different}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Optional[List[str]]", "list[str] | None"),
        ("Union[int, str]", "str | int"),
        ("'Dict[str, object]'", "dict[str, object]"),
        ('Literal["a", "b"]', 'Literal["b", "a"]'),
        ("Union[str, NotGiven]", "str"),
        ("Annotated[int, object()]", "int"),
        ("Size", 'Literal["s"]'),
        ("elsewhere.Other", "Other"),
    ],
)
def test_ways_of_writing_one_type_are_the_same(tmp_path: Path, old: str, new: str) -> None:
    head = 'Size: TypeAlias = Literal["s"]\n'
    card = held(tmp_path, {"a.py": f"{head}def f(x: {old}): ..."}, {"a.py": f"{head}def f(x: {new}): ..."})
    assert card.score == 100.0


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("x: int", "x: str", "a.f(x)"),
        ("x: int", "*, x: int", "a.f(x)"),
        ("x: int = 1", "x: int = 2", "a.f(x)"),
        ("x: int = 1", "x: int", "a.f(x)"),
    ],
)
def test_what_a_caller_relies_on_in_a_parameter(tmp_path: Path, old: str, new: str, path: str) -> None:
    card = held(tmp_path, {"a.py": f"def f({old}): ..."}, {"a.py": f"def f({new}): ..."})
    assert list(differences(card)) == [path]


def test_markers_of_an_argument_not_given_are_one_default(tmp_path: Path) -> None:
    card = held(
        tmp_path,
        {"a.py": "def f(x: int | Omit = omit): ..."},
        {"a.py": "def f(x: int | NotGiven = NOT_GIVEN): ..."},
    )
    assert card.score == 100.0


def test_a_missing_class_is_one_line_that_counts_what_is_in_it(tmp_path: Path) -> None:
    card = held(tmp_path, {"a.py": "class A:\n    x: int\n    def go(self, y: int) -> None: ..."}, {"a.py": ""})
    assert [each.path for each in card.missing] == ["a.A"]
    assert card.inside == {"a.A": 4}
    assert (card.total, card.same, card.present) == (5, 1, 1)


def test_names_are_followed_to_where_they_are_defined(tmp_path: Path) -> None:
    old = {"__init__.py": "from ._client import Acme as Acme", "_client.py": "class Acme:\n    x: int"}
    new = {
        "__init__.py": "if TYPE_CHECKING:\n    from ._inner.deep import Acme as Acme\nelse:\n    pass",
        "_inner/__init__.py": "",
        "_inner/deep.py": "class Acme:\n    x: str",
    }
    assert differences(held(tmp_path, old, new)) == {"Acme.x": ("field: int", "field: str")}


def test_a_class_is_listed_whole_at_one_of_its_paths(tmp_path: Path) -> None:
    old = {"types/__init__.py": "from .a import A as A", "types/a.py": "class A:\n    x: int"}
    new = {"types/__init__.py": "from .a import A as A", "types/a.py": "class A:\n    pass"}
    card = held(tmp_path, old, new)
    assert [each.path for each in card.missing] == ["types.a.A.x"]


def test_inherited_members_count_and_properties_are_fields(tmp_path: Path) -> None:
    old = {"a.py": "class A:\n    @cached_property\n    def x(self) -> int: ...\n    def go(self) -> int: ..."}
    new = {"_b.py": "class B:\n    def go(self) -> int: ...", "a.py": "from ._b import B\nclass A(B):\n    x: int = 1"}
    assert held(tmp_path, old, new).score == 100.0


def test_methods_of_a_base_at_the_top_are_compared_there_only(tmp_path: Path) -> None:
    base = "class Base:\n    def dump(self) -> str: ...\n    @property\n    def size(self) -> int: ..."
    files = {
        "__init__.py": "from ._b import Base as Base",
        "_b.py": base,
        "a.py": "from ._b import Base\nclass A(Base): ...",
    }
    card = held(tmp_path, files, files | {"_b.py": "class Base: ..."})
    assert [each.path for each in card.missing] == ["Base.dump", "Base.size"]


def test_required_keys_of_a_mapping(tmp_path: Path) -> None:
    old = {"a.py": "class P(TypedDict, total=False):\n    x: Required[int]\n    y: int"}
    new = {"a.py": "class P(TypedDict):\n    x: int\n    y: int"}
    assert differences(held(tmp_path, old, new)) == {"a.P.y": ("field: int", "field: required int")}


def test_exceptions_are_what_catches_them(tmp_path: Path) -> None:
    old = {"__init__.py": "class AcmeError(Exception): ...\nclass Late(AcmeError): ..."}
    new = {"__init__.py": "class AcmeError(Exception): ...\nclass Late(Exception): ..."}
    card = held(tmp_path, old, new)
    assert differences(card) == {
        "Late": ("exception: caught as AcmeError, Exception", "exception: caught as Exception")
    }
    assert [each.kind for each in card.tallies] == [Kind.EXCEPTION]


def test_overloads_give_the_results_and_the_implementation_the_parameters(tmp_path: Path) -> None:
    overloaded = """\
        class A:
            @overload
            def go(self, *, stream: Literal[True]) -> Stream: ...
            @overload
            def go(self, *, stream: Literal[False] = False) -> Answer: ...
            def go(self, *, stream: bool = False) -> Answer | Stream: ...
        """
    plain = "class A:\n    def go(self, *, stream: bool = False) -> Answer: ..."
    card = held(tmp_path, {"a.py": overloaded}, {"a.py": plain})
    assert differences(card) == {"a.A.go": ("method: Answer or Stream", "method: Answer")}


def test_private_modules_count_only_when_asked(tmp_path: Path) -> None:
    old = {"_types.py": "class Omit: ..."}
    assert held(tmp_path, old, {}).total == 0
    assert [each.path for each in held(tmp_path, old, {}, private=True).missing] == ["_types"]


def test_a_recursive_alias_ends(tmp_path: Path) -> None:
    text = "Json = Union[int, List['Json']]\ndef f(x: Json): ..."
    assert held(tmp_path, {"a.py": text}, {"a.py": text}).score == 100.0


def test_a_file_that_is_not_python_is_named(tmp_path: Path) -> None:
    assert held(tmp_path, {"a.py": "class :"}, {}).unread == ("acme/a.py",)


def test_a_star_takes_over_what_the_module_exports(tmp_path: Path) -> None:
    old = {"a.py": "def f(x: int): ...", "b.py": "from .a import *"}
    card = held(tmp_path, old, {"a.py": "def f(x: int): ...", "b.py": ""})
    assert [each.path for each in card.missing] == ["b.f"]


def test_the_package_is_found_in_a_project(tmp_path: Path) -> None:
    package = written(tmp_path / "src", {})
    assert find_package(str(tmp_path)) == package == find_package(str(package))


def test_no_package_or_several_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NoPackage, match="holds no package"):
        find_package(str(tmp_path))
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    with pytest.raises(NoPackage, match="one, two"):
        find_package(str(tmp_path))
    with pytest.raises(NoPackage, match="neither a folder"):
        find_package("no/such")


def test_an_installed_package_is_found_by_name() -> None:
    assert find_package("json").name == "json"


@pytest.fixture
def card(tmp_path: Path) -> Card:
    old = {"a.py": "def f(x: int): ...\ndef gone(): ..."}
    return held(tmp_path, old, {"a.py": "def f(x: str): ...\ndef added(): ..."})


def test_text_ends_with_the_score(card: Card) -> None:
    lines = render(card, Style.TEXT).splitlines()
    assert lines[-1] == "parity 50.0 %: 2 of 4 symbols are the same, 1 differ, 1 are missing"
    assert "missing    a.gone (function)" in lines
    assert "extra      a.added (function)" in lines
    assert lines[lines.index("different  a.f(x)") + 2].split() == ["new", "parameter:", "positional", "str"]


def test_json_has_all_lists(card: Card) -> None:
    told = json.loads(render(card, Style.JSON))
    assert (told["score"], told["total"], told["kinds"]["function"]) == (
        50.0,
        4,
        {"same": 1, "different": 0, "missing": 1},
    )
    assert told["missing"] == [{"path": "a.gone", "kind": "function", "symbols": 1}]
    assert told["different"][0]["new"] == "parameter: positional str"


def test_markdown_folds_the_lists(card: Card) -> None:
    told = render(card, Style.MARKDOWN)
    assert told.startswith("**parity 50.0 %")
    assert "<summary>Missing (1)</summary>" in told
    assert "- `a.gone`: function" in told


def test_names_of_constants_and_of_type_variables_say_nothing(tmp_path: Path) -> None:
    old = {"a.py": "T = TypeVar('T')\ndef f(x: T, y: int = 2) -> T: ..."}
    new = {"a.py": "U = TypeVar('U')\nTWO = 2\ndef f(x: U, y: int = TWO) -> U: ...", "b.py": ""}
    assert [each.path for each in held(tmp_path, old, new).different] == []


def test_attributes_of_plain_classes_are_not_required(tmp_path: Path) -> None:
    old = {"a.py": "class A:\n    x: int"}
    new = {"a.py": "class A:\n    @property\n    def x(self) -> int: ..."}
    assert held(tmp_path, old, new).score == 100.0


def test_methods_under_a_condition_count(tmp_path: Path) -> None:
    old = {"a.py": "class A:\n    def go(self) -> int: ..."}
    new = {"a.py": "class A:\n    if TYPE_CHECKING:\n        def go(self) -> int: ..."}
    assert held(tmp_path, old, new).score == 100.0


def test_what_pydantic_gives_every_model_need_not_be_written_again(tmp_path: Path) -> None:
    base = "import pydantic\nclass Base(pydantic.BaseModel):\n    x: int\n"
    card = held(
        tmp_path, {"a.py": f"{base}    def model_dump(self) -> dict: ...\n    def go(self): ..."}, {"a.py": base}
    )
    assert [each.path for each in card.missing] == ["a.Base.go"]
