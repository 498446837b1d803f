"""The constructor arguments of a client that feed its security schemes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from burnish.ir import ApiKey, Basic, Bearer, ClientCredentials, SecurityScheme
from burnish.openapi.naming import words
from burnish.settings import Settings

from .layout import Layout
from .spelling import identifier, settle_names

__all__ = ["Credential", "credentials"]


SENT = frozenset(("auth", "authentication", "authorization", "header", "scheme", "security"))
"""Words at the end of a scheme's id that tell no keys apart."""
PLAIN_TOKEN = frozenset(("bearer", "oauth", "oauth2", "password", "token"))
"""Words of ids that say no more than that it is a token."""


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
    keys = key_names(schemes)
    wanted = [(f"{s.id} {part}", argument, s, part) for s in schemes for argument, part in arguments_for(s, keys)]
    names = settle_names((key, argument) for key, argument, _, _ in wanted)
    return tuple(
        Credential(names[key], s.id, f"{layout.env_prefix}_{names[key].upper().rstrip('_')}", part, not part)
        for key, _, s, part in wanted
    )


def arguments_for(scheme: SecurityScheme, keys: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The arguments of a scheme, each with the part of the credential it is; those of `keys` by the scheme's id."""
    match scheme:
        case Basic():
            return (("username", "username"), ("password", "password"))
        case ClientCredentials():
            return (("client_id", "client_id"), ("client_secret", "client_secret"))
        case Bearer(id=id_) | ApiKey(id=id_):
            return ((keys[id_], ""),)


def key_names(schemes: Sequence[SecurityScheme]) -> dict[str, str]:
    """The arguments of keys and tokens by the ids of their schemes: `api_key` where there is one, else what each is.

    Where two would be called the same, both are called what their schemes are.
    """
    keys = [scheme for scheme in schemes if isinstance(scheme, ApiKey | Bearer)]
    if len(keys) == 1 and (len(schemes) == 1 or isinstance(keys[0], ApiKey) or not speaks_of_oauth(keys[0].id)):
        return {keys[0].id: "api_key"}
    names = {scheme.id: key_name(scheme) for scheme in keys}
    alike = Counter(names.values())
    return {id_: name if alike[name] == 1 else identifier(words(id_) or ("token",)) for id_, name in names.items()}


def key_name(scheme: ApiKey | Bearer) -> str:
    """What a key or token is, by the id of its scheme without the words that say how it is sent."""
    named = words(scheme.id)
    while named and named[-1] in SENT:
        named = named[:-1]
    named = named[1:] if named[:1] == ("http",) else named
    if isinstance(scheme, Bearer) and PLAIN_TOKEN.issuperset(named):
        return "access_token" if speaks_of_oauth(scheme.id) else "bearer_token"
    return identifier(named or ("api", "key"))


def speaks_of_oauth(id_: str) -> bool:
    """Whether a scheme is one of OAuth by its id."""
    return "oauth" in id_.lower()
