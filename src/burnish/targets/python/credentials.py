"""The constructor arguments of a client that feed its security schemes."""

from __future__ import annotations

import re

from msgspec import Struct

from burnish.ir import ApiKey, Basic, Bearer, ClientCredentials, SecurityScheme
from burnish.settings import Settings

from .layout import Layout
from .spelling import identifier, settle_names

__all__ = ["Credential", "credentials"]


class Credential(Struct, frozen=True):
    """A constructor argument that feeds a security scheme."""

    argument: str
    scheme: str
    env: str
    part: str
    callable: bool
    required: bool = False


def credentials(layout: Layout, settings: Settings) -> tuple[Credential, ...]:
    """The constructor arguments for security: those of the settings, else one or two for each scheme."""
    if settings.client.auth:
        return tuple(
            Credential(
                a.argument,
                a.scheme,
                a.env or f"{layout.env_prefix}_{a.argument.upper()}",
                a.part,
                callable=not a.part,
                required=a.required,
            )
            for a in settings.client.auth
        )
    used = {name for alternative in layout.api.security for name in alternative}
    for _, operations in layout.operations_by_head():
        used |= {name for op in operations for alternative in op.security for name in alternative}
    schemes = [scheme for scheme in layout.api.auth if scheme.id in used]
    keys = sum(isinstance(scheme, ApiKey | Bearer) for scheme in schemes)
    wanted = [(f"{s.id} {part}", argument, s, part) for s in schemes for argument, part in arguments_for(s, keys == 1)]
    names = settle_names((key, argument) for key, argument, _, _ in wanted)
    return tuple(
        Credential(names[key], s.id, f"{layout.env_prefix}_{names[key].upper().rstrip('_')}", part, not part)
        for key, _, s, part in wanted
    )


def arguments_for(scheme: SecurityScheme, only: bool) -> tuple[tuple[str, str], ...]:  # a fact
    """The arguments of a scheme, each with the part of the credential it is."""
    match scheme:
        case Basic():
            return (("username", "username"), ("password", "password"))
        case ClientCredentials():
            return (("client_id", "client_id"), ("client_secret", "client_secret"))
        case Bearer(id=id_) | ApiKey(id=id_):
            return (("api_key", ""),) if only else ((identifier(words_of(id_)), ""),)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a scheme's id."""
    return tuple(word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", text)) or ("token",)
