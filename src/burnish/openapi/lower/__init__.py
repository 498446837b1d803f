"""Lower: the canonical document and the settings as an `Api`, which knows nothing of OpenAPI any more."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from keyword import iskeyword

from msgspec.structs import replace

from burnish.diagnostics import Report
from burnish.ir import Api, Declaration, DeclarationId, Info, Operation, called
from burnish.settings import Settings
from burnish.source import Obj

from ..canonical import Canonical, CanonicalOperation
from .auth import default_security, lower_auth
from .bodies import multipart_declarations
from .codes import ABSENT_MODEL, BAD_CLASS_NAME, UNKNOWN_MODEL
from .declarations import lower_declarations
from .docs import docs_of
from .operations import Context, lower_operation, resource_tree
from .paging import Pager, scheme_of
from .reading import member, text
from .renewal import with_renewals
from .scope import Allowances, Scope, SettingsPlace
from .servers import Servers
from .unwrapping import rewrapped
from .webhooks import lower_webhooks

__all__ = ["lower"]


def lower(canonical: Canonical, settings: Settings, report: Report) -> Api:
    """Make the API model of a canonical document.

    Problems are reported; what the settings allow to be left out is listed in `Api.omissions`.
    """
    scope = scope_of(canonical, settings, report)
    schemes = lower_auth(scope)
    servers = Servers(scope)
    security = default_security(scope, schemes)
    declarations = lower_declarations(scope, multipart_declarations(scope))
    context = Context(scope, servers, schemes, security, declarations)
    lowered = [(item, operation) for item in canonical.operations if (operation := lower_operation(item, context))]
    renewed = with_renewals(schemes, [operation for _, operation in lowered], declarations, scope)
    pager = Pager(scope, declarations)
    placed = [(item, paged(operation, item, pager, settings)) for item, operation in lowered]
    webhooks = lower_webhooks(scope)
    scope.report_unused_allowances()
    check_models(scope, declarations)
    return Api(
        info=lower_info(canonical.document),
        servers=servers.all(),
        auth=renewed,
        root=resource_tree(placed, scope),
        declarations=declarations,
        webhooks=webhooks,
        security=security,
        omissions=tuple(scope.allowances.omissions),
        pagings=tuple(map(scheme_of, settings.pagination)) if settings.stated_only else (),
    )


def paged(operation: Operation, item: CanonicalOperation, pager: Pager, settings: Settings) -> Operation:
    """An operation with its paging; a page holds the whole answer, although other methods return only a part of it."""
    whole = rewrapped(operation) if settings.unwrap_among_others else operation
    paging = pager.page(item, whole)
    return replace(operation if paging is None else whole, paging=paging)


def check_models(scope: Scope, declarations: Mapping[DeclarationId, Declaration]) -> None:
    """Report class names of the settings that are none, or whose schema is not there."""
    known = {name: None for item in declarations.values() for name in called(item)}
    unknown = ABSENT_MODEL if scope.settings.compat.stainless else UNKNOWN_MODEL
    for resource in scope.settings.resources:
        for name, schema in resource.models.items():
            if not name.isidentifier() or iskeyword(name) or name.startswith("_"):
                scope.report.add(BAD_CLASS_NAME, SettingsPlace(), resource=resource.path, name=name)
            if schema not in known:
                near = get_close_matches(schema, known, n=1)
                advice = f'did you mean "{near[0]}"?' if near else "use the name of a component, or a schema's pointer"
                scope.report.add(unknown, SettingsPlace(), resource=resource.path, schema=schema, advice=advice)


def scope_of(canonical: Canonical, settings: Settings, report: Report) -> Scope:
    """The scope of one run."""
    document = canonical.document
    schemas = member(member(document, "components"), "schemas") or Obj(document.at)
    return Scope(canonical, settings, report, schemas, Allowances(settings.allow))


def lower_info(document: Obj) -> Info:
    """Title, version, licence and contact."""
    info = member(document, "info")
    return Info(
        title=text(info, "title"),
        version=str(info.get("version") or "") if info is not None else "",
        docs=docs_of(info),
        license=text(member(info, "license"), "identifier", "name"),
        contact_url=text(member(info, "contact"), "url"),
    )
