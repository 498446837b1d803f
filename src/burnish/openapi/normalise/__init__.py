"""Normalise: any description in one dialect, bundled, merged and named."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, count

from burnish.diagnostics import Report
from burnish.settings import NamePins, Settings
from burnish.source import Document, Obj, Value

from ..canonical import Canonical, CanonicalWebhook
from .bundle import PREFIX, Bundle, bundle
from .codes import REF_CYCLE, UNKNOWN_VERSION
from .dialect import in_one_dialect
from .directions import join_directions
from .grammar import operations_in
from .hoist import Hoister, request_operations
from .made_names import forget_made_names
from .merge import Merger
from .operations import collect_operations, name_operations
from .pins import living
from .positions import schema_holders
from .upgrade import is_swagger, upgrade_bodies, upgrade_operations, upgrade_servers

__all__ = ["normalise"]


def normalise(document: Document, settings: Settings, report: Report, pins: NamePins | None = None) -> Canonical:
    """Bring a description of any version into the canonical form.

    Problems are reported; what is left out because of them is said in the report.
    """
    check_version(document, report)
    bundled = bundle(document, report)
    pins = NamePins(living(pins.schemas, document), pins.operations) if pins else NamePins()
    if is_swagger(document.root):
        upgrade_operations(bundled)
    else:
        upgrade_bodies(bundled)
    merge_schemas(bundled, report)
    if not settings.compat.stainless:
        join_directions(bundled.schemas, bundled.wires)
    raw = collect_operations(bundled, report)
    if not settings.compat.stainless:
        forget_made_names(bundled, raw, settings)
    operations = name_operations(raw, bundled.schemas, settings, pins, report)
    hoister = Hoister(bundled.schemas, bundled.wires, settings, pins, document.file.path)
    hoister.hoist_components()
    for operation in operations:
        hoister.operation(operation)
    webhooks = webhooks_of(bundled)
    for webhook in webhooks:
        hoister.requests(webhook.node, hoister.part(webhook.name))
    return Canonical(
        document=assemble(document.root, bundled, hoister),
        operations=operations,
        webhooks=webhooks,
        words=hoister.names.words,
        wires=hoister.wires,
        pointers=hoister.names.pointers,
    )


def check_version(document: Document, report: Report) -> None:
    """Refuse what does not say that it is OpenAPI."""
    root = document.root
    version = str(root.get("openapi") or root.get("swagger") or "")
    if not version.startswith(("2.0", "3.0", "3.1", "3.2")) and not report.error_count:
        found = f'its version is "{version}"' if version else "neither `openapi` nor `swagger` is there"
        report.add(UNKNOWN_VERSION, root.at, found=found)


def merge_schemas(bundled: Bundle, report: Report) -> None:
    """Bring every schema into one dialect and merge it: components first, then those of operations."""
    for schema in bundled.schemas.values():
        in_one_dialect(schema)
    holders = list(schema_holders(bundled.paths, bundled.webhooks))
    for holder, name in holders:
        in_one_dialect(holder[name])
    merger = Merger(bundled.schemas, report)
    for holder, name in holders:
        holder[name] = merger.settle(holder[name])
    bundled.schemas = merger.merged()
    refuse_circles(bundled.schemas, bundled.wires, report)


def refuse_circles(schemas: Mapping[str, Value], wires: Mapping[str, str], report: Report) -> None:
    """Report components that are nothing but references that lead back to themselves, each circle once."""
    known: set[str] = set()
    for start in schemas:
        trail: dict[str, Obj] = {}
        key = start
        while key not in known and key not in trail and (node := alias_at(schemas, key)) is not None:
            trail[key] = node
            key = str(node["$ref"]).removeprefix(PREFIX)
        if key in trail:
            report.add(REF_CYCLE, trail[key].at, ref=wires.get(key, key))
        known.update(trail)


def alias_at(schemas: Mapping[str, Value], key: str) -> Obj | None:
    """The component if it is nothing but a reference."""
    schema = schemas.get(key)
    return schema if isinstance(schema, Obj) and isinstance(schema.get("$ref"), str) else None


def webhooks_of(bundled: Bundle) -> tuple[CanonicalWebhook, ...]:
    """The requests that the API sends: webhooks, and the callbacks of operations."""
    found: dict[str, Obj] = {}
    for name, item in bundled.webhooks.items():
        for node in request_operations(item):
            keep_webhook(found, node, name)
    for path, item in bundled.paths.items():
        for verb, operation in operations_in(item) if isinstance(item, Obj) else ():
            callbacks = operation.get("callbacks")
            for name, callback in callbacks.items() if isinstance(callbacks, Obj) else ():
                for node in request_operations(callback):
                    keep_webhook(found, node, name, f"{called(operation, f'{verb} {path}')} {name}")
    return tuple(CanonicalWebhook(name, node, node.at) for name, node in found.items())


def keep_webhook(found: dict[str, Obj], node: Obj, *names: str) -> None:
    """Keep a request under the first of its names that no other has; the same one, met again, is not another."""
    if any(found.get(name) == node for name in names):
        return
    numbered = (f"{names[-1]} {number}" for number in count(2))
    found[next(name for name in chain(names, numbered) if name not in found)] = node


def called(operation: Value, otherwise: str) -> str:
    """The operationId, if there is one."""
    name = operation.get("operationId") if isinstance(operation, Obj) else None
    return name if isinstance(name, str) and name.strip() else otherwise


def assemble(root: Obj, bundled: Bundle, hoister: Hoister) -> Obj:
    """The canonical document."""
    kept: dict[str, Value] = {key: root[key] for key in ("info", "tags", "externalDocs") if key in root}
    servers = upgrade_servers(root) if is_swagger(root) else root.get("servers")
    components = Obj(root.at, {"schemas": hoister.table(root), "securitySchemes": bundled.security_schemes})
    document = Obj(root.at, {"openapi": "3.1.0", **kept, "paths": bundled.paths, "components": components})
    if servers is not None:
        document["servers"] = servers
    if "security" in root:
        document["security"] = root["security"]
    return document
