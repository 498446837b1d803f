"""Operations: repaired, completed with what their path item says, and given their place in the resource tree."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from burnish.diagnostics import Located, Report, Span
from burnish.settings import MethodSettings, NamePins, Settings
from burnish.source import Arr, Obj, Value

from ..canonical import CanonicalOperation
from ..naming import Call, Placed, place_operations, singular, words
from .bundle import PREFIX, Bundle
from .codes import ABSENT_OPERATION, DUPLICATE_OPERATION_ID, NO_SUCH_OPERATION, UNDECLARED_PATH_PARAMETER
from .credentials import key_header, secure_by_parameter
from .grammar import operations_in

__all__ = ["RawOperation", "collect_operations", "name_operations"]

VARIABLE = re.compile(r"\{([^{}]+)\}")
# What envelopes call the list that they hold.
ENVELOPE = frozenset(("content", "data", "entries", "items", "list", "records", "result", "results", "rows", "values"))
# Lists beside the answer.
ASIDE = frozenset(("errors", "links", "warnings"))
WRAPPERS = frozenset(("data", "payload", "response", "result"))
HIGHEST = 5  # the longest run of wrapped arrays that "plural" looks through


class RawOperation(Struct, frozen=True):
    """An operation before it has its place."""

    id: str
    verb: str
    path: str
    node: Obj


class SettingsPlace(Struct, frozen=True):
    """Settings have no place in the description; the message names the key."""

    path: str

    @property
    def span(self) -> Span:
        """The settings file as a whole."""
        return Span(self.path)

    @property
    def pointer(self) -> str:
        """No pointer."""
        return "#"


def collect_operations(bundle: Bundle, report: Report) -> tuple[RawOperation, ...]:
    """Every operation, with the parameters and servers of its path item."""
    found = list(raw_operations(bundle))
    for path, _, item, node in found:
        merge_parameters(path, item, node, report)
    key = key_header([node for _, _, _, node in found])
    seen: Counter[str] = Counter()
    result: list[RawOperation] = []
    for path, verb, item, node in found:
        if "security" not in node and "security" in bundle.document:
            node["security"] = bundle.document["security"]
        secure_by_parameter(node, bundle.security_schemes, report, key)
        if "servers" not in node and "servers" in item:
            node["servers"] = item["servers"]
        result.append(RawOperation(identify(node, verb, path, seen, report), verb, path, node))
    return tuple(result)


def raw_operations(bundle: Bundle) -> Iterator[tuple[str, str, Obj, Obj]]:
    """Path, verb, path item and operation object, in the order of the description."""
    for path, item in bundle.paths.items():
        if not isinstance(item, Obj):
            continue
        for verb, node in operations_in(item):
            yield path, verb, item, node


def identify(node: Obj, verb: str, path: str, seen: Counter[str], report: Report) -> str:
    """The operationId, or verb and path where it is missing or used before."""
    name = node.get("operationId")
    if not isinstance(name, str) or not name.strip():
        return f"{verb} {path}"
    seen[name] += 1
    if seen[name] > 1:
        report.add(DUPLICATE_OPERATION_ID, node.at / "operationId", id=name)
        return f"{verb} {path}"
    return name


def merge_parameters(path: str, item: Obj, node: Obj, report: Report) -> None:
    """Lay the operation's parameters over those of its path item, and add path parameters nobody declared."""
    by_key: dict[tuple[str, str], Obj] = {}
    for holder in (item, node):
        own: dict[tuple[str, str], Obj] = {}
        for parameter in arr(holder.get("parameters")):
            if isinstance(parameter, Obj):
                own.setdefault((str(parameter.get("name")), str(parameter.get("in"))), parameter)
        by_key.update(own)
    variables = VARIABLE.findall(path.partition("?")[0])
    for name in variables:
        if (name, "path") not in by_key:
            report.add(UNDECLARED_PATH_PARAMETER, node.at, name=name)
            schema = Obj(node.at, {"type": "string"})
            by_key[name, "path"] = Obj(node.at, {"name": name, "in": "path", "required": True, "schema": schema})
    order = {name: index for index, name in enumerate(variables)}
    kept = [p for (name, where), p in by_key.items() if where != "path" or name in order]
    kept.sort(key=lambda p: order.get(str(p.get("name")), len(order)) if p.get("in") == "path" else len(order))
    node["parameters"] = Arr(node.at, kept)


def name_operations(
    raw: tuple[RawOperation, ...], schemas: dict[str, Value], settings: Settings, pins: NamePins, report: Report
) -> tuple[CanonicalOperation, ...]:
    """Give every operation its resource and method: by the settings, by the lock, else by inference."""
    calls = tuple(
        Call(
            verb=item.verb.lower(),
            path=item.path,
            operation_id="" if " " in item.id else item.id,
            tag=next((str(tag) for tag in arr(item.node.get("tags")) if isinstance(tag, str)), ""),
            plural=answers_many(item.node, noun_of(item.path), schemas),
        )
        for item in raw
    )
    inferred = place_operations(calls, settings.acronyms)
    chosen = overrides(raw, settings, report)
    result: list[CanonicalOperation] = []
    ranks: list[int] = []
    for item, place in zip(raw, inferred, strict=True):
        if stated := chosen.get(item.id):
            made = [stated_operation(item, choice, index) for index, choice in enumerate(stated)]
            ranks += [choice.rank for choice in stated]
            result += made
        elif not settings.stated_only:
            final = pinned(pins.operations.get(f"{item.verb} {item.path}")) or place
            result.append(canonical_operation(item, final))
    if settings.stated_only:
        return tuple(item for _, item in sorted(zip(ranks, result, strict=True), key=lambda pair: pair[0]))
    return tuple(result)


class Stated(Struct, frozen=True):
    """A method that the settings give an operation; `rank` is its place among all methods of the settings."""

    place: Placed
    method: MethodSettings
    rank: int


def stated_operation(item: RawOperation, stated: Stated, index: int) -> CanonicalOperation:
    """One of the methods that the settings give an operation."""
    made = canonical_operation(item, stated.place)
    if not index:
        return replace(made, chosen=stated.method)
    levels = (*stated.place.resource, stated.place.method)
    return replace(made, chosen=stated.method, id=f"{item.id} as {'.'.join('_'.join(level) for level in levels)}")


def canonical_operation(item: RawOperation, place: Placed) -> CanonicalOperation:
    """An operation at its place."""
    return CanonicalOperation(item.id, item.verb, item.path, place.resource, place.method, item.node, item.node.at)


def pinned(text: str | None) -> Placed | None:
    """Read a pin: `auth.keys.create`, words joined by `_`."""
    if not text:
        return None
    *levels, method = text.split(".")
    return Placed(tuple(tuple(level.split("_")) for level in levels), tuple(method.split("_")))


def overrides(raw: tuple[RawOperation, ...], settings: Settings, report: Report) -> dict[str, list[Stated]]:
    """The places that settings give, by operation id; a setting that matches nothing is an error."""
    known = {item.id: item.id for item in raw} | {f"{item.verb} {item.path}": item.id for item in raw}
    chosen: defaultdict[str, list[Stated]] = defaultdict(list)
    ranks = count()
    for resource in settings.resources:
        levels = tuple(stated_words(level) for level in resource.path.split(".") if level)
        for method in resource.methods:
            if not method.operation:
                continue
            wanted = method.operation if method.operation in known else lowered_verb(method.operation)
            if wanted in known:
                chosen[known[wanted]].append(Stated(Placed(levels, stated_words(method.name)), method, next(ranks)))
            else:
                unknown_operation(method, known, settings, report)
    return chosen


def unknown_operation(method: MethodSettings, known: Iterable[str], settings: Settings, report: Report) -> None:
    """Report a method whose operation is not there: in a configuration of Stainless, which left it out, a warning."""
    near = get_close_matches(method.operation, known, n=1)
    advice = f'did you mean "{near[0]}"?' if near else "use an operationId, or a verb and a path"
    place: Located = method.origin or SettingsPlace("burnish.toml")
    code = ABSENT_OPERATION if settings.compat.stainless else NO_SUCH_OPERATION
    report.add(code, place, operation=method.operation, method=method.name, advice=advice)


def stated_words(name: str) -> tuple[str, ...]:
    """The words of a name that settings give: what is in snake case already stays as it is."""
    return tuple(filter(None, name.split("_"))) if name.islower() and name.isascii() else words(name)


def lowered_verb(operation: str) -> str:
    """A verb and a path, the verb in lower case."""
    verb, space, path = operation.partition(" ")
    return f"{verb.lower()}{space}{path.strip()}"


def noun_of(path: str) -> str:
    """What a path calls the things it leads to: the last word that is in no variable; empty if there is none."""
    named = words(VARIABLE.sub(" ", path.partition("?")[0].partition("#")[0]))
    return named[-1] if named else ""


def answers_many(node: Obj, noun: str, schemas: dict[str, Value]) -> bool:
    """Whether the first success answers with an array, or an object with one array of what the path calls `noun`."""
    responses = node.get("responses")
    for status, response in sorted(responses.items()) if isinstance(responses, Obj) else ():
        if not status.startswith("2") or not isinstance(response, Obj):
            continue
        content = response.get("content")
        for media, holder in content.items() if isinstance(content, Obj) else ():
            if "json" in media and isinstance(holder, Obj):
                return is_many(followed(holder.get("schema"), schemas), noun, schemas)
    return False


def is_many(schema: Obj | None, noun: str, schemas: dict[str, Value]) -> bool:
    """Whether a schema is a list, a map of objects, or an envelope of one: not `/me` for its `roles`."""
    if schema is None:
        return False
    if schema.get("type") == "array":
        return True
    members = members_of(schema, schemas)
    if not members and isinstance(each := followed(schema.get("additionalProperties"), schemas), Obj):
        return each.get("type") == "object"
    several = singular(noun) != noun
    members = {name: item for name, item in members.items() if not several or name == noun or name not in ASIDE}
    if several and len(members) == 1 and WRAPPERS.issuperset(members):
        (wrapped,) = members.values()
        inner = members_of(wrapped, schemas)
        return is_array(wrapped) or any(is_array(item) and words(name)[-1:] == (noun,) for name, item in inner.items())
    arrays = [name for name, item in members.items() if is_array(item)]
    named = several or any(name in ENVELOPE or name == noun for name in arrays)
    return len(arrays) == 1 and len(members) <= HIGHEST and named


def members_of(schema: Obj | None, schemas: dict[str, Value]) -> dict[str, Obj | None]:
    """The properties of a schema, behind their references."""
    properties = schema.get("properties") if schema is not None else None
    return {name: followed(item, schemas) for name, item in properties.items()} if isinstance(properties, Obj) else {}


def is_array(schema: Obj | None) -> bool:
    """Whether a schema is that of an array."""
    return schema is not None and schema.get("type") == "array"


def followed(schema: Value, schemas: dict[str, Value]) -> Obj | None:
    """A schema behind its references."""
    for _ in range(HIGHEST):
        if not isinstance(schema, Obj):
            return None
        ref = schema.get("$ref")
        if not isinstance(ref, str):
            return schema
        schema = schemas.get(ref.removeprefix(PREFIX))
    return None


def arr(value: Value) -> Arr:
    """The value if it is an array, else an empty one."""
    return value if isinstance(value, Arr) else EMPTY


EMPTY: Arr = Arr.__new__(Arr)
