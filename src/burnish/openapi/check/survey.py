"""Survey: every object of a description by kind, found in one walk over all its files, for the rules to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct, field

from burnish.diagnostics import Report
from burnish.source import Arr, Document, Obj, Place, Target, Value

from .grammar import GRAMMAR, VERBS, Kind, Shape

__all__ = ["Operation", "Reference", "Survey", "survey"]

# The members of a schema that some rule looks at.
KEYWORDS = frozenset(
    (
        "enum",
        "pattern",
        "items",
        "default",
        "required",
        "discriminator",
        "patternProperties",
        "type",
        "minimum",
        "minLength",
    )
)


class Reference(Struct, frozen=True):
    """A `$ref`, what kind of object belongs there, and where it leads (None: nowhere)."""

    text: str
    holder: Obj
    kind: Kind
    target: Target | None

    @property
    def place(self) -> Place:
        """The place of the reference's text."""
        return self.holder.at / "$ref"


class Operation(Struct, frozen=True):
    """An operation with the path and the path item it stands in; `path` is empty in webhooks and callbacks."""

    path: str
    verb: str
    node: Obj
    item: Obj


class Survey(Struct):
    """What a description holds, in the order of the walk."""

    document: Document
    references: list[Reference] = field(default_factory=list[Reference])
    map_references: list[Place] = field(default_factory=list[Place])
    """The `$ref` of each map that is written as a reference as a whole."""
    operations: list[Operation] = field(default_factory=list[Operation])
    nodes: dict[Kind, list[Obj]] = field(default_factory=lambda: defaultdict(list))
    schemas: dict[str, list[Obj]] = field(default_factory=lambda: defaultdict(list))
    """Schemas by each of the members that some rule looks at."""
    foreign: list[tuple[Kind, Value, Place]] = field(default_factory=list[tuple[Kind, Value, Place]])
    """What references reach in other files, which the root document's meta-schema does not see."""
    targets: dict[tuple[int, str], Target | None] = field(default_factory=dict[tuple[int, str], Target | None])

    def target(self, node: Value, limit: int = 100) -> Value:
        """Follow references from an object to what it means; None where they lead nowhere or in a circle."""
        for _ in range(limit):
            if not isinstance(node, Obj) or not isinstance(ref := node.get("$ref"), str):
                return node
            found = self.targets.get((id(node.at.file), ref))
            node = found.value if found else None
        return None

    def leads(self, ref: str, holder: Value, report: Report) -> bool:
        """Whether a text that stands in `holder` is a reference that leads somewhere."""
        if not isinstance(holder, Obj) or not ("/" in ref or "#" in ref or "." in ref):
            return False
        return self.document.resolve(ref, holder.at, report) is not None


def survey(document: Document, report: Report) -> Survey:
    """Walk a description and everything it refers to; files that cannot be read are reported."""
    walk = Walk(Survey(document), report)
    walk.run()
    return walk.survey


class Walk(Struct):
    """The walk: a stack instead of recursion, so that depth costs no stack; every object is met once."""

    survey: Survey
    report: Report
    seen: set[int] = field(default_factory=set[int])
    pending: list[tuple[Kind, Value]] = field(default_factory=list[tuple[Kind, Value]])

    def run(self) -> None:
        """Meet everything reachable."""
        root = self.survey.document.root
        self.pending.append((Kind.DOCUMENT, root))
        while self.pending:
            kind, value = self.pending.pop()
            if isinstance(value, Obj) and id(value) not in self.seen:
                self.seen.add(id(value))
                self.meet(kind, value)
        for holder in ("paths", "webhooks"):
            items = root.get(holder)
            for path, item in items.items() if isinstance(items, Obj) else ():
                self.survey.operations += self.operations(path if holder == "paths" else "", item)

    def meet(self, kind: Kind, node: Obj) -> None:
        """Note an object, and what it holds."""
        note = self.note_schema if kind is Kind.SCHEMA else self.survey.nodes[kind].append
        note(node)
        if isinstance(ref := node.get("$ref"), str):
            self.follow(ref, node, kind)
        if kind is Kind.CALLBACK:
            self.hold(Shape.NAMED, Kind.PATH_ITEM, node)
            return
        grammar = GRAMMAR[kind]
        if grammar.keys().isdisjoint(node):
            return
        for key in reversed(node):
            if key in grammar:
                shape, inner = grammar[key]
                value = node[key]
                if shape is Shape.ONE:
                    self.pending.append((inner, value))
                else:
                    self.hold(shape, inner, value)

    def note_schema(self, node: Obj) -> None:
        """Note a schema under the members that rules look at."""
        for keyword in KEYWORDS.intersection(node):
            self.survey.schemas[keyword].append(node)

    def hold(self, shape: Shape, kind: Kind, value: Value) -> None:
        """Note what a member holds that is a list, or a map by name."""
        if isinstance(value, Arr):
            self.pending += [(kind, item) for item in reversed(value)]
        elif isinstance(value, Obj) and shape is Shape.ONE_OR_MANY:
            self.pending.append((kind, value))
        elif isinstance(value, Obj):
            if isinstance(ref := value.get("$ref"), str):
                self.follow_map(ref, shape, kind, value)
            self.pending += [(kind, item) for name, item in reversed(value.items()) if name[:2] != "x-"]

    def resolve(self, ref: str, holder: Obj) -> Target | None:
        """Find what a reference leads to, once for each text and file; one from the schema around it, each time."""
        known = self.survey.targets
        key = (id(holder.at.file), ref)
        if key not in known or is_around(ref, known[key]):
            known[key] = self.survey.document.resolve(ref, holder.at / "$ref", self.report)
        return known[key]

    def follow(self, ref: str, holder: Obj, kind: Kind) -> None:
        """Note a reference and go on with what it leads to."""
        found = self.resolve(ref, holder)
        self.survey.references.append(Reference(ref, holder, kind, found))
        if found is None:
            return
        if found.place.file is not self.survey.document.file and id(found.value) not in self.seen:
            self.survey.foreign.append((kind, found.value, found.place))
        self.pending.append((kind, found.value))

    def follow_map(self, ref: str, shape: Shape, kind: Kind, holder: Obj) -> None:
        """A whole map written as a reference: not in the standard, but written all the same."""
        found = self.resolve(ref, holder)
        self.survey.references.append(Reference(ref, holder, kind, found))
        self.survey.map_references.append(holder.at / "$ref")
        if found is not None and found.value is not holder and id(found.value) not in self.seen:
            self.seen.add(id(found.value))
            self.hold(shape, kind, found.value)

    def operations(self, path: str, item: Value) -> Iterator[Operation]:
        """The operations of a path item, and those of the one it refers to."""
        met: set[int] = set()
        while isinstance(item, Obj) and id(item) not in met:
            met.add(id(item))
            more = item.get("additionalOperations")
            for verb, node in (*item.items(), *(more.items() if isinstance(more, Obj) else ())):
                if isinstance(node, Obj) and (verb in VERBS or (isinstance(more, Obj) and verb in more)):
                    yield Operation(path, verb, node, item)
            item = self.survey.target(item) if "$ref" in item else None


def is_around(ref: str, target: Target | None) -> bool:
    """Whether a reference led into the schema around it, or may do so elsewhere: another place has another schema."""
    return ref.startswith(("#/$defs/", "#/definitions/")) and (
        target is None or len(target.place.keys) > ref.count("/")
    )
