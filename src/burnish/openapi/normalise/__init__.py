"""Normalise: any description in one dialect, bundled, merged and named."""

from __future__ import annotations

from burnish.diagnostics import Report
from burnish.settings import NamePins, Settings
from burnish.source import Document, Obj, Value

from ..canonical import Canonical, CanonicalWebhook
from .bundle import Bundle, bundle
from .codes import UNKNOWN_VERSION
from .dialect import in_one_dialect
from .directions import join_directions
from .grammar import VERBS
from .hoist import Hoister, request_operations
from .merge import Merger
from .operations import collect_operations, name_operations
from .pins import living
from .positions import schema_holders
from .upgrade import is_swagger, upgrade_operations, upgrade_servers

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
    merge_schemas(bundled, report)
    join_directions(bundled.schemas, bundled.wires)
    raw = collect_operations(bundled, report)
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


def webhooks_of(bundled: Bundle) -> tuple[CanonicalWebhook, ...]:
    """The requests that the API sends: webhooks, and the callbacks of operations."""
    found: dict[str, Obj] = {}
    for name, item in bundled.webhooks.items():
        for node in request_operations(item):
            found.setdefault(name, node)
    for item in bundled.paths.values():
        for verb in VERBS if isinstance(item, Obj) else ():
            operation = item.get(verb) if isinstance(item, Obj) else None
            callbacks = operation.get("callbacks") if isinstance(operation, Obj) else None
            for name, callback in callbacks.items() if isinstance(callbacks, Obj) else ():
                for node in request_operations(callback):
                    found.setdefault(name, node)
    return tuple(CanonicalWebhook(name, node, node.at) for name, node in found.items())


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
