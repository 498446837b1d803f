"""The gates of rendering: a template prints `Code` only, and no file holds more than its plan declared."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from msgspec import Struct

from burnish.code import Code, Import, RenderJob, Surface
from burnish.emit.errors import InternalError, OutputRefused
from burnish.emit.gate import check_module
from burnish.emit.imports import import_block
from burnish.emit.render import render
from burnish.emit.toml_gate import check_toml, marker

PATH = PurePosixPath("src/pets/a.py")
SURFACE = Surface(
    imports=frozenset(("TypeAlias",)),
    bases=frozenset(("BaseModel",)),
    decorators=frozenset(("property",)),
    calls=frozenset(("Field", "self._client.*")),
)
IMPORTS = frozenset((("pydantic", "BaseModel"), ("datetime", "")))


class View(Struct, frozen=True):
    """What the templates here print."""

    name: object


def rendered(folder: Path, template: str, name: object, path: PurePosixPath = PATH, own: str = "") -> str:
    """The text of one job, checked; `own` is the workspace's template of the same name."""
    shipped, overrides = folder / "shipped", folder / "own"
    shipped.mkdir()
    overrides.mkdir()
    (shipped / "a.jinja").write_text(template)
    if own:
        (overrides / "a.jinja").write_text(own)
    (made,) = render([RenderJob("a.jinja", path, View(name), SURFACE)], "pets", shipped, overrides)
    made.check()
    return made.file.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "from pydantic import BaseModel",
        "import datetime",
        "from typing import TypeAlias",
        "from __future__ import annotations",
        "class Pet(BaseModel, frozen=True):\n    name: str = Field()",
        "class Pet(BaseModel[int]):\n    @property\n    def name(self): return self._client.get('a')",
    ],
)
def test_what_the_plan_declared_passes(text: str) -> None:
    check_module(text, PATH, SURFACE, IMPORTS)


@pytest.mark.parametrize(
    ("text", "surprise"),
    [
        ("import os", "os"),
        ("from os import system", "system"),
        ("from pydantic import Field", "Field"),
        ("from os import TypeAlias", "TypeAlias"),
        ("os.system('a')", "os.system"),
        ("a = __import__('os')", "__import__"),
        ("a = [eval('1') for _ in b]", "eval"),
        ("a = f'{eval(1)}'", "eval"),
        ("def f(a=open('x')): ...", "open"),
        ("a: exec('1') = 2", "exec"),
        ("a = lambda: exec('1')", "exec"),
        ("self._client()", "self._client"),
        ("class Pet(Evil): ...", "Evil"),
        ("class Pet(metaclass=Evil): ...", "Evil"),
        ("class Pet(make()): ...", "make"),
        ("@evil\ndef f(): ...", "evil"),
        ("@evil\nasync def f(): ...", "evil"),
        ("@evil\nclass A: ...", "evil"),
        ("(lambda: 1)()", "Lambda"),
    ],
)
def test_a_surprise_stops_the_build(text: str, surprise: str) -> None:
    with pytest.raises(InternalError, match=surprise):
        check_module(text, PATH, SURFACE, IMPORTS)


@pytest.mark.parametrize("text", ["a = (", "a = '\\d'", "\0", "(" * 300 + ")" * 300])
def test_what_does_not_parse_stops_the_build(text: str) -> None:
    with pytest.raises(InternalError, match="does not parse"):
        check_module(text, PATH, SURFACE, IMPORTS)


def test_a_template_prints_code_with_its_imports(tmp_path: Path) -> None:
    name = Code("date", frozenset((Import("datetime", "date"),)))
    text = rendered(tmp_path, "{{ imports }}\n\na: {{ view.name }}\n", name)
    assert text == "from datetime import date\n\na: date\n"


@pytest.mark.parametrize("name", ["import os", 3, None, ("a",)])
def test_text_that_is_no_code_stops_the_build(tmp_path: Path, name: object) -> None:
    with pytest.raises(InternalError, match="not Code"):
        rendered(tmp_path, "a = {{ view.name }}\n", name)


def test_a_field_that_no_view_has_stops_the_build_with_the_line(tmp_path: Path) -> None:
    with pytest.raises(InternalError, match=r"line 2 of a\.jinja"):
        rendered(tmp_path, "a = 1\n{{ view.nme }}\n", Code("a"))


def test_text_that_looks_like_a_template_is_printed_as_it_is(tmp_path: Path) -> None:
    assert rendered(tmp_path, "a = {{ view.name }}\n", Code("'{{ 7 * 7 }}'")) == "a = '{{ 7 * 7 }}'\n"


def test_a_template_of_the_workspace_may_call_what_it_likes(tmp_path: Path) -> None:
    assert rendered(tmp_path, "a = 1\n", Code("a"), own="import os\n") == "import os\n"


@pytest.mark.parametrize("own", ["a = (\n", "{{ view.nme }}\n", "{{ 3 }}\n", "{% if %}\n"])
def test_a_template_of_the_workspace_that_does_not_work_is_the_users(tmp_path: Path, own: str) -> None:
    with pytest.raises(OutputRefused, match="workspace"):
        rendered(tmp_path, "a = 1\n", Code("a"), own=own)


def test_a_piece_of_toml_is_one_value(tmp_path: Path) -> None:
    path = PurePosixPath("pyproject.toml")
    text = rendered(tmp_path, "name = {{ view.name }}\n", Code('"pets"'), path)
    assert text == 'name = "pets"\n'


@pytest.mark.parametrize("piece", ['"a"\nb = "c"', '"a', 'a"\n[tool.evil]\nb = "c"'])
def test_a_piece_of_toml_that_is_more_stops_the_build(piece: str) -> None:
    code = Code(piece)
    with pytest.raises(InternalError):
        check_toml(f"name = {piece}\n", f"name = {marker(0, code)}\n", [code], PurePosixPath("pyproject.toml"))


def test_imports_stand_as_ruff_wants_them() -> None:
    imports = (
        Import(".types.pet", "Pet"),
        Import("pydantic", "BaseModel"),
        Import("typing", "Any"),
        Import("datetime"),
        Import("typing", "Mapping", typing_only=True),
        Import("typing", "Any", typing_only=True),
    )
    assert import_block(imports, PurePosixPath("src/pets/resources/a.py"), "pets") == (
        "import datetime\nfrom typing import TYPE_CHECKING, Any\n\nfrom pydantic import BaseModel\n\n"
        "from ..types.pet import Pet\n\nif TYPE_CHECKING:\n    from typing import Mapping"
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("src/pets/types/cat.py", "from .pet import Pet"),
        ("src/pets/a.py", "from .types.pet import Pet"),
        ("tests/a.py", "from pets.types.pet import Pet"),
    ],
)
def test_an_import_is_written_from_where_it_stands(path: str, text: str) -> None:
    assert import_block([Import(".types.pet", "Pet")], PurePosixPath(path), "pets") == text
