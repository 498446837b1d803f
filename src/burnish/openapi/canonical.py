"""The canonical document: what normalising makes of any description, and the only thing lowering reads.

Its `document` is an OpenAPI 3.1 document (JSON Schema 2020-12) with these guarantees:

- every `$ref` is `#/components/schemas/<id>`, stands in a schema position, and resolves; parameters, headers, request
  bodies, responses, examples, links and path items are written where they are used, except that components keep their
  `securitySchemes`;
- beside `$ref` stand only annotations (`title`, `description`, `deprecated`, `readOnly`, `writeOnly`, `default`,
  `examples`);
- there is no `allOf`, `nullable`, `example`, `definitions`, `$defs`, `$anchor`, `$id` or `$dynamicRef`; `type` is a
  single string, or a list of one string and `"null"`; null in a union is a last variant `{"type": "null"}` of `anyOf`;
- an object with properties, an enumeration of more than six values and a union with a discriminator stand only
  directly below `components/schemas`; their id is their final name in Pascal case;
- `deprecated`, `description` and examples (`examples`, a list) stand on the node they describe;
- parameters of a path item are merged into its operations; `security` is written out on every operation.
"""

from __future__ import annotations

from msgspec import Struct

from burnish.settings import MethodSettings
from burnish.source import Obj, Place

__all__ = ["BASES", "WEBSOCKET", "Canonical", "CanonicalOperation", "CanonicalWebhook"]

WEBSOCKET = "x-burnish-websocket"
"""An extension of operations: the schemas of the messages that go both ways, `send` and `receive`."""


BASES = "x-burnish-bases"
"""An extension of schemas that `allOf` made: the components it took whole, as references in the order of the list."""


class CanonicalOperation(Struct, frozen=True):
    """An operation and its place in the resource tree.

    `resource` holds the words of each level (`(("auth",), ("keys",))`; empty: on the client itself), `method` the words
    of the method (`("send", "message")`). `id` is the operationId, or `<verb> <path>` where there is none; where
    settings give one operation several methods, that of each but the first names its place too. `chosen` is what the
    settings say about the method.
    """

    id: str
    verb: str
    path: str
    resource: tuple[tuple[str, ...], ...]
    method: tuple[str, ...]
    node: Obj
    origin: Place
    chosen: MethodSettings | None = None


class CanonicalWebhook(Struct, frozen=True):
    """A webhook: its name and the operation that describes the request the API sends."""

    name: str
    node: Obj
    origin: Place


class Canonical(Struct, frozen=True):
    """A description in one dialect, bundled, merged and named.

    `words` gives the words of every id in `components/schemas`; `wires` the name the description used (its component
    name; absent for schemas that were written inline), `pointers` the place each id was given to, for the lock.
    """

    document: Obj
    operations: tuple[CanonicalOperation, ...]
    webhooks: tuple[CanonicalWebhook, ...]
    words: dict[str, tuple[str, ...]]
    wires: dict[str, str]
    pointers: dict[str, str]
