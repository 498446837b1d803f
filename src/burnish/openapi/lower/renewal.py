"""Renewal: access tokens that end, and the operation that trades a refresh token for the next one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from burnish.ir import (
    Bearer,
    Declaration,
    DeclarationId,
    JsonBody,
    Operation,
    Record,
    Ref,
    Renewal,
    SecurityScheme,
    Verb,
)
from burnish.settings import RefreshSettings

from .codes import BAD_RENEWAL
from .scope import Scope, SettingsPlace

__all__ = ["with_renewals"]

PART = "refresh_token"
"""What `[client.auth]` calls the argument for a refresh token."""


def with_renewals(
    schemes: tuple[SecurityScheme, ...],
    operations: Iterable[Operation],
    declarations: Mapping[DeclarationId, Declaration],
    scope: Scope,
) -> tuple[SecurityScheme, ...]:
    """The schemes, those that the settings want renewed with the operation that does it; what does not fit is told."""
    known = {name: operation for operation in operations for name in (operation.id, called_by_path(operation))}
    bearers = {scheme.id: scheme for scheme in schemes if isinstance(scheme, Bearer)}
    renewed: dict[str, SecurityScheme] = {}
    stated = {item.scheme: item for item in scope.settings.security.refresh}
    taking = {option.scheme for option in scope.settings.client.auth if option.part == PART}
    for name in sorted(taking | set(stated)):
        setting = stated.get(name)
        operation = known.get(setting.operation) if setting is not None else None
        reason = misfit(setting, bearers.get(name), operation, declarations, given=name in taking)
        if reason or setting is None or operation is None:
            wanted = setting.operation if setting is not None else ""
            scope.report.add(BAD_RENEWAL, SettingsPlace(), scheme=name, operation=wanted, reason=reason)
            continue
        renewal = Renewal(
            operation.path, setting.parameter, setting.access_token, setting.refresh_token, setting.expires_in
        )
        renewed[name] = replace(bearers[name], renewal=renewal)
    return tuple(renewed.get(scheme.id, scheme) for scheme in schemes)


def called_by_path(operation: Operation) -> str:
    """An operation as `<verb> <path>`."""
    return f"{operation.verb.lower()} {operation.path}"


def misfit(
    setting: RefreshSettings | None,
    scheme: Bearer | None,
    operation: Operation | None,
    declarations: Mapping[DeclarationId, Declaration],
    *,
    given: bool,
) -> str:
    """Why a scheme cannot be renewed as the settings want it; empty if it can."""
    if setting is None:
        return "no [security.refresh] table says how"
    if not given:
        return "no argument of [client.auth] has it as its `scheme` and the part `refresh_token`"
    if scheme is None:
        return "the description has no bearer scheme of that name"
    if operation is None:
        return "the description has no such operation"
    posted = operation.verb == Verb.POST and "{" not in operation.path
    if not posted or not takes(operation, setting.parameter, declarations):
        return f'that is no POST of a JSON object with "{setting.parameter}" to a path without parameters'
    return ""


def takes(operation: Operation, field: str, declarations: Mapping[DeclarationId, Declaration]) -> bool:
    """Whether an operation's JSON body has a field."""
    payload = operation.body.payloads[0] if operation.body is not None else None
    if not isinstance(payload, JsonBody) or not isinstance(payload.type, Ref):
        return False
    record = declarations.get(payload.type.target)
    return isinstance(record, Record) and any(item.name.wire == field for item in record.fields)
