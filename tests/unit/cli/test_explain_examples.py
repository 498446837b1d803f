"""What `burnish explain` shows of settings and configurations brings the very diagnostic it explains."""

from __future__ import annotations

from pathlib import Path

import pytest

from burnish.explain import catalogue

from .conftest import Command

DESCRIPTION = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      parameters: [{name: tag, in: query, schema: {type: string}}]
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string}}}
"""
SETTINGS = (
    *("bad-setting", "bad-settings-file", "unknown-setting", "bad-class-name", "unknown-model", "transform"),
    *("no-such-config", "no-such-field", "no-such-operation", "no-such-scheme", "not-paginated", "unmatched-allow"),
)
CONFIGURATIONS = (
    *("absent-model", "absent-operation", "stainless-bad-value", "stainless-not-done"),
    *("stainless-partly-done", "stainless-unknown-key"),
)
ELSEWHERE = catalogue()


@pytest.mark.parametrize("slug", SETTINGS)
def test_settings(slug: str, command: Command) -> None:
    home = Path("spec/pets")
    home.mkdir(parents=True)
    (home / "openapi.yaml").write_text(DESCRIPTION)
    (home / "burnish.toml").write_text(ELSEWHERE[slug].elsewhere)
    assert f"[{slug}]" in command("validate", "pets").err


@pytest.mark.parametrize("slug", CONFIGURATIONS)
def test_configurations_of_stainless(slug: str, command: Command) -> None:
    Path("openapi.yaml").write_text(DESCRIPTION)
    Path("stainless.yml").write_text(ELSEWHERE[slug].elsewhere)
    said = command("generate", "--spec", "openapi.yaml", "--config", "stainless.yml", "--out", "out")
    assert f"[{slug}]" in said.err


@pytest.mark.parametrize(
    ("slug", "name", "given"),
    [
        ("not-quite-json", "openapi.json", "{example}"),
        ("unreadable-ref", "openapi.yaml", 'openapi: 3.1.0\ninfo: {{title: Pets, version: "1"}}\n{example}'),
        ("not-an-object", "openapi.yaml", "{example}"),
    ],
)
def test_descriptions(slug: str, name: str, given: str, command: Command) -> None:
    Path(name).write_text(given.format(example=ELSEWHERE[slug].elsewhere))
    assert f"[{slug}]" in command("validate", name).err
