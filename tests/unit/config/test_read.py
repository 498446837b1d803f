"""`burnish.toml`: what it says is what the settings are, and every mistake is told at its own line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from burnish.config import load_settings
from burnish.diagnostics import Report
from burnish.settings import Engine, Settings


def loaded(folder: Path, text: str | bytes) -> tuple[Settings, list[str]]:
    path, report = folder / "burnish.toml", Report()
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = load_settings(path, report)
    return found, [f"{item.at.span.line}:{item.at.span.column} {item.code.slug}: {item.message}" for item in report]


def test_without_a_file_all_is_default() -> None:
    assert load_settings(None, Report()) == Settings()


def test_every_kind_of_value_is_read(tmp_path: Path) -> None:
    found, problems = loaded(
        tmp_path,
        """
        engine = "classic"
        enums_open = false
        acronyms = ["ocr"]
        rename_fields = {"Pet.from" = "sender"}
        [package]
        name = "pets"
        [client.retries]
        max = 5
        initial_delay = 1
        [environments]
        production = "https://pets.example"
        [pagination.cursor]
        type = "cursor"
        [resources."pets.toys".methods.list]
        operation = "listToys"
        paginated = true
        """,
    )
    assert problems == []
    assert (found.engine, found.enums_open, found.acronyms) == (Engine.CLASSIC, False, ("ocr",))
    assert found.rename_fields == {"Pet.from": "sender"}
    assert (found.package.name, found.client.retries.max, found.client.retries.initial_delay) == ("pets", 5, 1.0)
    assert found.environments.urls == (("production", "https://pets.example"),)
    assert [scheme.scheme for scheme in found.pagination] == ["cursor"]
    (resource,) = found.resources
    assert (resource.path, [(method.name, method.operation, method.paginated) for method in resource.methods]) == (
        "pets.toys",
        [("list", "listToys", True)],
    )


def test_resources_below_resources_are_listed_by_their_path(tmp_path: Path) -> None:
    found, problems = loaded(tmp_path, '[resources.pets.toys.methods.list]\noperation = "listToys"\n')
    assert problems == []
    assert [resource.path for resource in found.resources] == ["pets.toys"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a = [", '1:6 bad-settings-file: the settings are not valid TOML'),
        ('[package]\nnme = "a"', '2:1 unknown-setting: no setting is named "nme" here'),
        ("[package]\nname = 3", '2:1 bad-setting: "name" is a whole number, where text belongs'),
        ("[package]\nname = 'class'", '2:1 bad-setting: "name" is text, where a name that Python takes belongs'),
        ("[client]\nname = 'Pet Shop'", '2:1 bad-setting: "name" is text, where a name that Python takes belongs'),
        ("[client]\nasync_suffix = '-x'", '2:1 bad-setting: "async_suffix" is text, where a name that Python takes'),
        ('[client.auth."a b"]', '1:1 bad-setting: "a b" is text, where a name that Python takes belongs'),
        ("[client.options.timeout]", '1:1 bad-setting: "timeout" is an argument of every client, where another name'),
        ("enums_open = 1", '1:1 bad-setting: "enums_open" is a whole number, where true or false belongs'),
        ("[client.retries]\nmax = true", '2:1 bad-setting: "max" is true or false, where a whole number belongs'),
        ('engine = "fast"', '1:1 bad-setting: "engine" is text, where one of native, classic belongs'),
        ("package = 1", '1:1 bad-setting: "package" is a whole number, where a table belongs'),
        ("allow = 1", '1:1 bad-setting: "allow" is a whole number, where an array belongs'),
        ("rename_fields = 1", '1:1 bad-setting: "rename_fields" is a whole number, where a table belongs'),
        ("[resources]\npets = 3", '2:1 bad-setting: "pets" is a whole number, where a table belongs'),
        ("[pagination]\ncursor = 3", '2:1 bad-setting: "cursor" is a whole number, where a table belongs'),
        ("[pagination.cursor]\nitems = 'a'", '1:1 bad-setting: "type" is missing, where a value belongs'),
        ("[pagination.a]\ntype = 'pages'", '2:1 bad-setting: "type" is text, where one of cursor, offset, page, link'),
        ("[pagination.a]\ntype = 'page'\ntotal = 'n'", '3:1 unknown-setting: no setting is named "total" here'),
        ("[environments]\nproduction = 3", '2:1 bad-setting: "production" is a whole number, where text belongs'),
        ("environments = 3", '1:1 bad-setting: "environments" is a whole number, where a table belongs'),
        (b"a = '\xe9'", "1:6 bad-settings-file: the settings are not valid TOML"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_line(tmp_path: Path, text: str | bytes, problem: str) -> None:
    _, problems = loaded(tmp_path, text)
    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_all_mistakes_are_told(tmp_path: Path) -> None:
    _, problems = loaded(tmp_path, 'egine = "x"\nallow = 1\n[client.retries]\nmax = "two"\n')
    assert len(problems) == 3


def test_a_call_of_the_client_is_taken(tmp_path: Path) -> None:
    found, problems = loaded(tmp_path, "readme_call = 'client.jobs.start(\"a\", b=1)'\n")
    assert (found.readme_call, problems) == ('client.jobs.start("a", b=1)', [])


@pytest.mark.parametrize(
    "value", ['"client.log"', '"log()"', '"client.log("', '"client.a()\\nb()"', '"x = client.a()"', "1"]
)
def test_anything_else_is_no_call_of_the_client(tmp_path: Path, value: str) -> None:
    found, (problem,) = loaded(tmp_path, f"readme_call = {value}\n")
    assert "a call such as client.jobs.list()" in str(problem)
    assert found.readme_call == ""


VALUES = st.recursive(
    st.sampled_from(("1", "true", "'a'", "1.5", "1979-05-27", "[]", "{}")),
    lambda inner: inner.map(lambda value: f"[{value}]") | inner.map(lambda value: f"{{a = {value}}}"),
    max_leaves=3,
)
KEYS = ("package", "client", "resources", "pagination", "environments", "allow", "source", "engine", "budget", "a.b")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4))
def test_whatever_it_holds_it_is_read_or_complained_about(lines: dict[str, str], tmp_path: Path) -> None:
    found, _ = loaded(tmp_path, "".join(f"{key} = {value}\n" for key, value in lines.items()))
    assert isinstance(found, Settings)
