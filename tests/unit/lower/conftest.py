"""Lowering of canonical documents that are written by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from burnish.diagnostics import Report
from burnish.ir import Api
from burnish.openapi.canonical import Canonical, CanonicalOperation, CanonicalWebhook
from burnish.openapi.lower import lower
from burnish.openapi.naming import words
from burnish.settings import Settings
from burnish.source import Obj, read

HEAD = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\n"


def canonical(path: Path, text: str, settings: Settings) -> Canonical:
    path.write_text(HEAD + text, encoding="utf-8")
    reading = Report()
    document = read(path, reading).root
    assert not reading.error_count
    paths, components, hooks = (document.get(key) or Obj(document.at) for key in ("paths", "components", "webhooks"))
    assert isinstance(paths, Obj)
    assert isinstance(components, Obj)
    assert isinstance(hooks, Obj)
    schemas = components.get("schemas") or Obj(document.at)
    assert isinstance(schemas, Obj)
    stated = {method.operation.lower(): method for resource in settings.resources for method in resource.methods}
    operations = tuple(
        CanonicalOperation(
            id=f"{verb} {path}",
            verb=verb,
            path=path,
            resource=(("pets",),),
            method=words(f"{verb} {path}"),
            node=node,
            origin=node.at,
            chosen=stated.get(f"{verb} {path}"),
        )
        for path, item in paths.items()
        if isinstance(item, Obj)
        for verb, node in item.items()
        if isinstance(node, Obj)
    )
    webhooks = tuple(CanonicalWebhook(name, node, node.at) for name, node in hooks.items() if isinstance(node, Obj))
    return Canonical(
        document, operations, webhooks, {key: words(key) for key in schemas}, {key: key for key in schemas}, {}
    )


@pytest.fixture
def lowering(tmp_path: Path) -> Callable[..., tuple[Api, list[str]]]:
    """Lower the text of a canonical document; give the model and the codes that were reported."""

    def lowered(text: str, settings: Settings | None = None) -> tuple[Api, list[str]]:
        report = Report()
        settings = settings or Settings()
        api = lower(canonical(tmp_path / "pets.yaml", text, settings), settings, report)
        return api, [item.code.slug for item in report]

    return lowered
