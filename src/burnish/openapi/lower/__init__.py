"""Lower: the canonical document as a model that knows neither OpenAPI nor a language."""

from __future__ import annotations

from burnish.diagnostics import Report
from burnish.ir import Api, Docs, Info, JsonBody, Webhook
from burnish.openapi.canonical import Canonical
from burnish.settings import Settings
from burnish.source import Obj

from .auth import lower_schemes, lower_security
from .bodies import lower_body
from .declarations import lower_declarations
from .operations import lower_operations, resource_tree
from .scope import Scope
from .servers import lower_servers
from .types import Types, docs_of, text_of

__all__ = ["lower"]


def lower(canonical: Canonical, settings: Settings, report: Report) -> Api:
    """Lower a canonical document; what is left out or repaired is in the report."""
    types = Types(settings, report)
    document = canonical.document
    declarations = lower_declarations(canonical, types)
    scope = Scope(types, declarations)
    schemes = lower_schemes(document, types)
    operations = lower_operations(canonical, scope, schemes)
    return Api(
        info=lower_info(document),
        servers=lower_servers(document.get("servers"), types),
        auth=schemes,
        root=resource_tree(canonical, operations, scope),
        declarations=declarations,
        webhooks=lower_webhooks(canonical, scope),
        security=lower_security(document.get("security"), schemes),
    )


def lower_info(document: Obj) -> Info:
    """Title, version, licence."""
    info = document.get("info")
    if not isinstance(info, Obj):
        return Info("API", "0")
    licence, contact = info.get("license"), info.get("contact")
    return Info(
        title=text_of(info.get("title")) or "API",
        version=str(info.get("version") or "0"),
        docs=Docs(text_of(info.get("summary")), text_of(info.get("description"))),
        license=text_of(licence.get("identifier") or licence.get("name")) if isinstance(licence, Obj) else "",
        contact_url=text_of(contact.get("url")) if isinstance(contact, Obj) else "",
    )


def lower_webhooks(canonical: Canonical, scope: Scope) -> tuple[Webhook, ...]:
    """The JSON bodies of requests that the API sends."""
    found: list[Webhook] = []
    for item in canonical.webhooks:
        body = lower_body(item.node, scope)
        payload = body.payloads[0] if body else None
        if isinstance(payload, JsonBody):
            found.append(Webhook(scope.types.name(item.name, "event"), payload.type, item.origin, docs_of(item.node)))
    return tuple(found)
