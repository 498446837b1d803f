"""Reading the configuration of a Stainless SDK as settings."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from msgspec import Struct

from burnish.config import load_settings
from burnish.diagnostics import Report
from burnish.settings import (
    AuthOption,
    BodyDefault,
    MethodSettings,
    PaginationSettings,
    PagingType,
    QuerySettings,
    Settings,
    UnwrapSettings,
)
from burnish.stainless import read_stainless, to_toml

FULL = """
organization: {name: acme-pets}
targets:
  python: {package_name: acme_pets, project_name: acme-pets, production_repo: acme/pets-python, publish: {pypi: true}}
  go: {package_name: pets}
settings: {license: MIT, unwrap_response_fields: [data]}
client_settings:
  default_env_prefix: PETS
  default_timeout: PT2M
  idempotency: {header: Idempotency-Key}
  opts:
    key: {type: string, read_env: PETS_KEY, auth: {security_scheme: Bearer}}
    secret: {type: string, nullable: true, auth: {security_scheme: Login, role: password}}
    team: {type: string, send_in_header: X-Team, read_env: PETS_TEAM, default: red}
environments: {production: 'https://pets.example', sandbox: 'https://sandbox.example'}
security: [{}, {Bearer: []}]
security_schemes: {Bearer: {type: http, scheme: bearer}}
query_settings: {array_format: brackets}
streaming:
  on_event:
    - {data_starts_with: '[DONE]', handle: done}
    - {event_type: failure, handle: error}
custom_casings: {ai_pet: {pascal: AIPet}, url: {initialism: false}}
pagination:
  - name: pets_page
    type: cursor
    request:
      limit: {type: integer}
      after: {type: string, x-stainless-pagination-property: {purpose: next_cursor_param}}
    response:
      pets: {type: array, x-stainless-pagination-property: {purpose: items}}
      meta:
        type: object
        properties: {last: {type: string, x-stainless-pagination-property: {purpose: next_cursor_field}}}
resources:
  $shared: {models: {error: Error}}
  pets:
    models: {pet: Pet, toy: {openapi_uri: '#/components/schemas/Pet/properties/toy'}}
    methods:
      list: get /pets
      create: {type: http, endpoint: post /pets, streaming: {param_discriminator: stream, stream_event_model: pets.pet}}
      find: {endpoint: get /find, paginated: false, positional_params: [q], default_request_options: {timeout: 5000}}
      old: {type: alias, to: list, deprecated: use list}
      gone: {endpoint: get /gone, skip: [python]}
    subresources:
      toys: {methods: {list: get /toys}}
"""


def reading(tmp_path: Path, text: str) -> tuple[Settings, Report]:
    path = tmp_path / "stainless.yml"
    path.write_text(text, encoding="utf-8")
    report = Report()
    return read_stainless(path, report), report


def codes(report: Report) -> list[str]:
    return [item.code.slug for item in report]


def test_a_configuration_becomes_settings(tmp_path: Path) -> None:
    settings, report = reading(tmp_path, FULL)
    assert codes(report) == []
    assert settings.compat.stainless
    assert settings.stated_only
    package = settings.package
    assert (package.name, package.distribution, package.license) == ("acme_pets", "acme-pets", "MIT")
    assert package.repository == "https://github.com/acme/pets-python"
    client = settings.client
    assert (client.name, client.env_prefix, client.timeout, client.idempotency_header) == (
        "AcmePets",
        "PETS",
        120.0,
        "Idempotency-Key",
    )
    assert client.auth == (
        AuthOption("key", "Bearer", "PETS_KEY", required=True),
        AuthOption("secret", "Login", part="password"),
    )
    assert client.options == (BodyDefault("team", "X-Team", "every", "PETS_TEAM", "red", "string"),)
    assert settings.environments.urls == (
        ("production", "https://pets.example"),
        ("sandbox", "https://sandbox.example"),
    )
    assert settings.security.alternatives == ((), ("Bearer",))
    assert settings.query == QuerySettings("brackets", "brackets")
    assert (settings.streaming.terminator, settings.streaming.error_event) == ("[DONE]", "failure")
    assert settings.casings["ai_pet"] == "AIPet"
    assert "url" not in settings.casings
    assert settings.unwrap == ("data",)


def test_pagination_is_told_by_purposes_and_usual_names(tmp_path: Path) -> None:
    settings, _ = reading(tmp_path, FULL)
    assert settings.pagination == (
        PaginationSettings(
            "pets_page",
            PagingType.CURSOR,
            "pets",
            "meta.last",
            parameter="after",
            limit_parameter="limit",
            fields={"meta": "object"},
        ),
    )


def meant(value: object) -> object:
    """Settings as plain values, without the places that they were read from."""
    match value:
        case Struct():
            names = [name for name in value.__struct_fields__ if name != "origin"]
            return {"class": type(value), **{name: meant(getattr(value, name)) for name in names}}
        case tuple():
            return [meant(item) for item in cast("tuple[object, ...]", value)]
        case _:
            return value


def test_the_tree_of_resources(tmp_path: Path) -> None:
    settings, _ = reading(tmp_path, FULL)
    assert [resource.path for resource in settings.resources] == ["$shared", "pets", "pets.toys"]
    pets = settings.resources[1]
    assert pets.models == {"pet": "Pet", "toy": "#/components/schemas/Pet/properties/toy"}
    assert meant(pets.methods) == meant(
        (
            MethodSettings("list", "get /pets"),
            MethodSettings("create", "post /pets", stream_parameter="stream", stream_model="pets.pet", streams=True),
            MethodSettings("find", "get /find", timeout=5.0, paginated=False, positional=("q",)),
            MethodSettings("old", "get /pets", deprecated="use list"),
        )
    )


@pytest.mark.parametrize(
    ("text", "slug", "line"),
    [
        ("organization:\n  nmae: acme", "stainless-unknown-key", 2),
        ("resources:\n  pets:\n    methods: [list]", "stainless-bad-value", 3),
        ("resources:\n  pets:\n    methods: {list: /pets}", "stainless-bad-value", 3),
        ("resources:\n  a:\n    methods:\n      b: {type: websocket, endpoint: get /a}", "stainless-not-done", 4),
        ("streaming:\n  on_event:\n    - {event_type: ping, handle: continue}", "stainless-partly-done", 3),
        ("query_settings:\n  array_format: commas", "stainless-bad-value", 2),
        ("openapi:\n  transforms:\n    - {command: unknown}", "stainless-not-done", 3),
    ],
)
def test_problems_are_told_at_their_places(tmp_path: Path, text: str, slug: str, line: int) -> None:
    _, report = reading(tmp_path, text)
    assert [(item.code.slug, item.at.span.line) for item in report] == [(slug, line)]


def test_settings_become_a_file_that_means_the_same(tmp_path: Path) -> None:
    settings, report = reading(tmp_path, FULL)
    path = tmp_path / "burnish.toml"
    path.write_text(to_toml(settings, "stainless.yml", report), encoding="utf-8")
    again = Report()
    assert meant(load_settings(path, again)) == meant(settings)
    assert codes(again) == []


def test_what_did_not_carry_over_is_a_comment(tmp_path: Path) -> None:
    settings, report = reading(tmp_path, "organization:\n  nmae: acme")
    assert '# - line 2: "nmae" is no key' in to_toml(settings, "stainless.yml", report)


def test_settings_are_laid_over_the_configuration_that_they_name(tmp_path: Path) -> None:
    reading(tmp_path, FULL)
    path = tmp_path / "burnish.toml"
    path.write_text(
        '[sdk]\nconfig = "stainless.yml"\n[client]\ntimeout = 5.0\n[resources.pets.methods.list]\npaginated = false\n',
        encoding="utf-8",
    )
    report = Report()
    settings = load_settings(path, report)
    assert codes(report) == []
    assert (settings.client.timeout, settings.client.name) == (5.0, "AcmePets")
    pets = next(resource for resource in settings.resources if resource.path == "pets")
    assert meant(pets.methods[0]) == meant(MethodSettings("list", "get /pets", paginated=False))
    assert len(pets.methods) == 4


def test_a_configuration_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "burnish.toml"
    path.write_text('[sdk]\nconfig = "nothing.yml"\n', encoding="utf-8")
    report = Report()
    load_settings(path, report)
    assert codes(report) == ["no-such-config"]


def test_what_is_not_done_may_be_left_out_knowingly(tmp_path: Path) -> None:
    reading(tmp_path, "errors: {message_property: text}")
    path, report = tmp_path / "burnish.toml", Report()
    path.write_text('allow = ["stainless-not-done", "callbacks"]\n[sdk]\nconfig = "stainless.yml"\n', encoding="utf-8")
    assert load_settings(path, report).allow == ("callbacks",)
    assert codes(report) == []


@pytest.mark.parametrize(
    "text",
    [
        "webhooks: {key: x}",
        "multipart_settings: {array_format: brackets}",
        "resources: {a: {methods: {b: {endpoint: get /b, retries: 1}}}}",
    ],
)
def test_what_is_done_in_part_is_said(tmp_path: Path, text: str) -> None:
    path, report = tmp_path / "stainless.yml", Report()
    path.write_text(f"organization: {{name: acme}}\n{text}\n")
    read_stainless(path, report)
    assert [item.code.slug for item in report] == ["stainless-partly-done"]


def test_names_may_be_in_any_casing(tmp_path: Path) -> None:
    settings, report = reading(
        tmp_path,
        """
organization: {name: acme}
client_settings: {opts: {X-Session-Token: {type: string, send_as_query_param: session}}}
resources:
  savedItems:
    standalone_api: true
    methods: {getFromURL: get /url, again: {type: alias, to: getFromURL}}
    subresources: {item-parts: {methods: {list: get /parts}}}
""",
    )
    assert codes(report) == []
    assert settings.client.options == (BodyDefault("x_session_token", "session", "every-query", type="string"),)
    saved, parts = settings.resources
    assert (saved.path, saved.standalone, parts.path) == ("saved_items", True, "saved_items.item_parts")
    assert [method.name for method in saved.methods] == ["get_from_url", "again"]


def test_plurals_of_initialisms_keep_their_capitals(tmp_path: Path) -> None:
    settings, _ = reading(tmp_path, "custom_casings: {vin: {initialism: true}, url: {initialism: false}}")
    assert {word: settings.casings.get(word) for word in ("ids", "vins", "urls")} == {
        "ids": "IDs",
        "vins": "VINs",
        "urls": None,
    }


def test_methods_that_read_webhooks_are_kept_apart(tmp_path: Path) -> None:
    text = """
resources:
  webhooks:
    methods:
      unwrap: {type: webhook_unwrap, discriminator: type, webhook_key_opt: webhookSecret}
      unsafeUnwrap: {type: webhook_unwrap}
"""
    settings, report = reading(tmp_path, text)
    assert codes(report) == []
    (webhooks,) = settings.resources
    assert webhooks.unwraps == (UnwrapSettings("unwrap", "webhook_secret", "type"), UnwrapSettings("unsafe_unwrap"))
    again = tmp_path / "burnish.toml"
    again.write_text(to_toml(settings, "stainless.yml", []), encoding="utf-8")
    assert meant(load_settings(again, Report()).resources) == meant(settings.resources)


def changes(tmp_path: Path, text: str) -> list[tuple[str, str, str]]:
    settings, report = reading(tmp_path, f"organization: {{name: pets}}\nopenapi:\n  transforms:\n{text}")
    assert codes(report) == []
    return [(change.command, change.target or change.equal_to, change.value) for change in settings.source.transforms]


def test_commands_have_earlier_names(tmp_path: Path) -> None:
    assert changes(
        tmp_path,
        "    - {command: mergeObject, args: {target: [$.a, $.b], object: {c: 1}}}\n"
        "    - {command: replaceProperties, args: {filter: {only: [$.d]}, value: {e: 2}}}\n",
    ) == [("merge", "$.a", '{"c": 1}'), ("merge", "$.b", '{"c": 1}'), ("update", "$.d", '{"e": 2}')]


def test_a_schema_that_is_extracted_becomes_a_component(tmp_path: Path) -> None:
    name = "'#/components/schemas/Toy'"
    assert changes(tmp_path, f"    - {{command: extractToRefs, args: {{ref: {{target: $.toy, name: {name}}}}}}}\n") == [
        ("copy", "$.toy", ""),
        ("update", "$.toy", '{"$ref": "#/components/schemas/Toy"}'),
    ]


def test_targets_may_be_what_equals_a_schema(tmp_path: Path) -> None:
    args = "{target: [{matches_schema: $.error, ignore: $.error}], value: {}}"
    assert changes(tmp_path, f"    - {{command: update, args: {args}}}\n") == [("update", "$.error", "{}")]


def test_one_scheme_of_pagination_needs_no_list(tmp_path: Path) -> None:
    settings, report = reading(
        tmp_path,
        "organization: {name: pets}\n"
        "pagination: {type: offset, request: {offset: {}}, response: {pets: {type: array}}}",
    )
    assert codes(report) == []
    assert [(scheme.type, scheme.items) for scheme in settings.pagination] == [("offset", "pets")]


def test_vendor_headers_are_left_out_when_asked(tmp_path: Path) -> None:
    settings, _ = reading(tmp_path, "organization: {name: pets}\nclient_settings: {omit_stainless_headers: true}")
    assert not settings.compat.vendor_headers


def test_models_whose_arguments_go_without_a_suffix(tmp_path: Path) -> None:
    settings, report = reading(
        tmp_path,
        "organization: {name: pets}\n"
        "resources: {pets: {models: {toy: {openapi_uri: Toy, no_params_suffix: true}, pet: Pet}}}",
    )
    assert codes(report) == []
    assert settings.resources[0].plain_params == ("toy",)


def test_an_option_may_be_a_part_of_the_base_url(tmp_path: Path) -> None:
    settings, report = reading(
        tmp_path,
        "organization: {name: pets}\n"
        "client_settings: {opts: {region: {type: string, server_variable: area, default: eu}}}",
    )
    assert codes(report) == []
    assert settings.client.options == (BodyDefault("region", "area", "server", default="eu", type="string"),)
