"""A small API with overlays of every kind, in a workspace of its own."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from burnish.diagnostics import Diagnostic, Problems, Report
from burnish.pipeline import Given, Kept, Outcome, generate, settings_of
from burnish.workspace import Workspace

Table = dict[str, Any]


def ref(name: str) -> Table:
    return {"$ref": f"#/components/schemas/{name}"}


def answer(schema: Table) -> Table:
    return {"200": {"description": "Fine.", "content": {"application/json": {"schema": schema}}}}


def query(name: str) -> Table:
    return {"name": name, "in": "query", "schema": {"type": "string"}}


JOB_ID = {"name": "jobId", "in": "path", "required": True, "schema": {"type": "string"}}

DESCRIPTION: Table = {
    "openapi": "3.1.0",
    "info": {"title": "Acme", "version": "1.0.0"},
    "servers": [{"url": "http://127.0.0.1:1"}],
    "paths": {
        "/jobs": {
            "get": {
                "operationId": "listJobs",
                "tags": ["jobs"],
                "parameters": [query("state"), query("owner")],
                "responses": answer({"type": "array", "items": ref("Job")}),
            },
            "post": {
                "operationId": "createJob",
                "tags": ["jobs"],
                "requestBody": {"required": True, "content": {"application/json": {"schema": ref("NewJob")}}},
                "responses": answer(ref("Job")),
            },
        },
        "/jobs/{jobId}": {
            "get": {"operationId": "getJob", "tags": ["jobs"], "parameters": [JOB_ID], "responses": answer(ref("Job"))}
        },
        "/jobs/{jobId}/log": {
            "get": {
                "operationId": "readLog",
                "tags": ["jobs"],
                "parameters": [JOB_ID],
                "responses": answer({"type": "array", "items": {"type": "string"}}),
            }
        },
        "/teams": {
            "get": {"operationId": "listTeams", "tags": ["teams"], "responses": answer(ref("Team"))},
        },
    },
    "components": {
        "schemas": {
            "NewJob": {
                "type": "object",
                "required": ["title"],
                "properties": {"title": {"type": "string"}, "size": {"type": "integer"}},
            },
            "Job": {
                "type": "object",
                "required": ["id", "title", "doneItems", "totalItems", "steps"],
                "properties": {
                    "id": {"type": "string"},
                    "title": {"type": "string"},
                    "doneItems": {"type": "integer"},
                    "totalItems": {"type": "integer"},
                    "finishedAt": {"type": "string", "format": "date-time"},
                    "steps": {"type": "array", "items": ref("Step")},
                    "last": {"anyOf": [ref("Step"), {"type": "null"}]},
                    "parts": {"type": "object", "additionalProperties": ref("Step")},
                    "outcome": ref("Outcome"),
                },
            },
            "Step": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "string"}, "job": ref("Job")},
            },
            "Outcome": {
                "oneOf": [ref("Step"), ref("Failure")],
                "discriminator": {"propertyName": "name", "mapping": {"ok": "Step", "bad": "Failure"}},
            },
            "Failure": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"const": "bad"}, "reason": {"type": "string"}},
            },
            "Team": {
                "type": "object",
                "required": ["jobs"],
                "properties": {"jobs": {"type": "array", "items": ref("Job")}},
            },
        }
    },
}


@dataclass
class Ended:
    """A run: its report, and what it wrote unless it was refused."""

    report: Report
    outcome: Outcome | None

    @property
    def errors(self) -> list[Diagnostic]:
        return list(self.report)


class Acme:
    """The workspace of one SDK."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.table = deepcopy(DESCRIPTION)
        self.out = root / "generated/python/acme"

    @property
    def package(self) -> Path:
        return self.out / "src" / "acme"

    def overlay(self, path: str, text: str) -> Path:
        """Write an overlay."""
        place = self.root / "overlays/python/acme" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
        return place

    def run(self, kept: Kept | None = None) -> Ended:
        """Generate the SDK of the description as it is now."""
        home = self.root / "spec/acme"
        home.mkdir(parents=True, exist_ok=True)
        (home / "burnish.toml").touch()
        (home / "openapi.json").write_text(json.dumps(self.table), encoding="utf-8")
        sdk, report = Workspace(self.root).sdk("acme"), Report()
        try:
            return Ended(report, generate(sdk, settings_of(sdk, Given(), report), report, kept=kept))
        except Problems:
            return Ended(report, None)


@pytest.fixture
def acme(tmp_path: Path) -> Acme:
    return Acme(tmp_path)
