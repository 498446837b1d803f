"""The description of the Artificer API: valid, complete, and every example as its schema says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.servers.artificer.description import Node, OperationSpec, description

OPERATIONS = {
    "chat": ["stream", "complete", "stop"],
    "conversations": ["create", "list", "get", "update", "delete", "sendMessage", "fork"],
    "messages": ["list", "create", "get", "update", "delete", "regenerate"],
    "batch": ["create", "list", "get", "start", "pause", "resume", "cancel", "getResults", "streamResults",
              "retryFailed", "delete"],
    "images": ["extractTextFromImage", "processPdf", "checkPdfNeedsOcr", "analyzeImage"],
    "pdf": ["extract"],
    "orchestration": ["execute", "executeStream", "listExecutions", "getExecution", "listChains"],
    "projects": ["create", "list", "get", "update", "delete", "stats"],
    "export": ["conversation", "batchResults", "project", "get", "download"],
    "search": ["query", "conversations", "messages", "suggest"],
    "usage": ["summary", "timeseries", "breakdown", "limits"],
    "monitoring": ["health", "status", "metrics", "logs"],
    "modelAdmin": ["list", "get", "update", "delete", "register", "enable", "disable", "test", "getDefaults",
                   "setDefault"],
    "auth": ["me", "keys.create", "keys.list", "keys.get", "keys.update", "keys.rotate", "keys.revoke", "keys.usage"],
}  # fmt: skip
SPECS = list(description().operations.values())


def ids(spec: OperationSpec) -> str:
    return spec.id


def test_it_is_valid() -> None:
    assert list(OpenAPIV31SpecValidator(description().document).iter_errors()) == []


def test_every_procedure_of_every_router_is_described() -> None:
    wanted = {f"{router}.{procedure}" for router, procedures in OPERATIONS.items() for procedure in procedures}

    assert set(description().operations) == wanted
    assert len(wanted) == 78


def media_types(spec: OperationSpec) -> Iterator[tuple[str, str, Node]]:
    """Where, which content type, and the media type object: of the body and of every answer."""
    described = description()
    for name, media in spec.node.get("requestBody", {}).get("content", {}).items():
        yield "body", name, media
    for status, listed in spec.node["responses"].items():
        for name, media in described.resolve(listed)["content"].items():
            yield status, name, media


def examples(media: Node) -> list[Any]:
    named = media.get("examples", {}).values()
    return [media["example"]] if "example" in media else [example["value"] for example in named]


@pytest.mark.parametrize("spec", SPECS, ids=ids)
def test_every_body_and_answer_has_an_example_as_its_schema_says(spec: OperationSpec) -> None:
    for where, name, media in media_types(spec):
        assert examples(media), f"{where} {name} has no example"
        rules = description().rules(media["schema"])
        for example in examples(media):
            assert rules.issues(example) == (), f"{where} {name}"


@pytest.mark.parametrize("spec", SPECS, ids=ids)
def test_every_operation_says_what_it_may_answer(spec: OperationSpec) -> None:
    statuses = set(spec.node["responses"])
    wanted = {"200"} if spec.open else {"200", "401", "403", "429", "500", "503"}
    if not spec.open and (spec.query or spec.media):
        wanted.add("400")
    if "{" in spec.path:
        wanted.add("404")

    assert wanted <= statuses
    assert spec.node["summary"]


@pytest.mark.parametrize("spec", SPECS, ids=ids)
def test_scopes_follow_the_router(spec: OperationSpec) -> None:
    if spec.open or spec.id == "auth.me":
        assert spec.scope == ""
        return
    group = {"modelAdmin": "models", "auth": "keys", "pdf": "images"}.get(spec.router, spec.router)
    right = "read" if spec.verb == "GET" or spec.id == "search.query" else "write"

    assert spec.scope == f"{group}:{right}"


def test_only_the_health_check_is_open() -> None:
    assert [spec.id for spec in SPECS if spec.open] == ["monitoring.health"]


def test_every_schema_is_used_and_told_in_words() -> None:
    document = description().document
    schemas: dict[str, Node] = document["components"]["schemas"]
    text = str(document)

    assert [name for name, schema in schemas.items() if not schema.get("description")] == []
    assert [name for name in schemas if f"'#/components/schemas/{name}'" not in text] == []
