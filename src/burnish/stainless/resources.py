"""The tree of resources: every method with its endpoint, every model with its schema."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from burnish.settings import MethodSettings, ResourceSettings, UnwrapSettings
from burnish.source import Arr, Obj

from .client import duration
from .codes import NOT_DONE
from .grammar import METHOD, MODEL, REQUEST_OPTIONS, RESOURCE, STREAM_METHOD
from .names import snake
from .section import Section

__all__ = ["resource_settings"]

LANGUAGE = "python"
ROOT, SHARED = "$client", "$shared"
WEBHOOK = "webhook_unwrap"
VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "query", "trace")


def resource_settings(root: Section, *, positional: bool) -> tuple[ResourceSettings, ...]:
    """All resources, parents before their subresources; `$shared` keeps its name.

    `positional`: whether arguments may have positions, where a method does not say which.
    """
    return tuple(below(root.section("resources"), "", positional=positional))


def below(table: Section, prefix: str, *, positional: bool) -> Iterator[ResourceSettings]:
    """The resources of a table."""
    for name, entry in table.sections():
        entry.check(RESOURCE)
        if skipped(entry):
            continue
        path = "" if name == ROOT else f"{prefix}{name if name == SHARED else snake(name)}"
        yield ResourceSettings(
            path=path,
            methods=tuple(methods(entry, positional=positional)),
            models=dict(models(entry)),
            plain_params=tuple(plain_params(entry)),
            docs=entry.text("description"),
            standalone=entry.flag("standalone_api") or False,
            unwraps=tuple(unwraps(entry)),
        )
        yield from below(entry.section("subresources"), f"{path}.", positional=positional)


def skipped(entry: Section) -> bool:
    """Whether Python is left out."""
    skip, only = entry.get("skip"), entry.get("only")
    if skip is True or (isinstance(skip, Arr) and LANGUAGE in skip):
        return True
    return isinstance(only, Arr) and LANGUAGE not in only


def deprecation(entry: Section) -> str:
    """What to use instead: one text, or one by language."""
    stated = entry.get("deprecated")
    if isinstance(stated, Obj):
        table = entry.section("deprecated")
        return table.text(LANGUAGE) or table.text("default")
    return entry.text("deprecated") if stated is not None else ""


def methods(resource: Section, *, positional: bool) -> Iterator[MethodSettings]:
    """The methods of a resource; an alias calls the operation of another method."""
    table = resource.section("methods")
    made: dict[str, MethodSettings] = {}
    aliases: list[tuple[str, Section]] = []
    for name, value in table.node.items():
        if isinstance(value, str):
            made[snake(name)] = plain_method(name, value, table, positional=positional)
        elif isinstance(value, Obj):
            entry = table.section(name).check(METHOD)
            if skipped(entry):
                continue
            if entry.text("type") == WEBHOOK:
                continue
            if entry.text("type") == "alias":
                aliases.append((name, entry))
            elif method := full_method(name, entry, positional=positional):
                made[snake(name)] = method
        elif value is not None:
            table.bad(name, "an endpoint, or a table")
    yield from made.values()
    for name, entry in aliases:
        if target := made.get(snake(entry.text("to"))):
            yield replace(target, name=snake(name), deprecated=deprecation(entry), origin=entry.node.at)
        else:
            entry.bad("to", "a method of the same resource")


def unwraps(resource: Section) -> Iterator[UnwrapSettings]:
    """The methods that read deliveries of webhooks."""
    table = resource.get("methods")
    for name, entry in Section(table, resource.report).tables() if isinstance(table, Obj) else ():
        if entry.text("type") == WEBHOOK and not skipped(entry):
            key, discriminator = entry.text("webhook_key_opt"), entry.text("discriminator")
            yield UnwrapSettings(snake(name), snake(key) if key else "", discriminator)


def plain_method(name: str, endpoint: str, table: Section, *, positional: bool) -> MethodSettings:
    """A method that is only an endpoint."""
    return MethodSettings(
        name=snake(name),
        operation=operation(endpoint, table, name),
        positional=None if positional else (),
        origin=table.node.at / name,
    )


def full_method(name: str, entry: Section, *, positional: bool) -> MethodSettings | None:
    """A method that is a table; None for kinds that Burnish does not have."""
    kind = entry.text("type") or "http"
    if kind != "http":
        what = "only methods that send a request and read its answer are generated"
        entry.report.add(NOT_DONE, entry.node.at / "type", name=kind, what=what)
        return None
    plain = plain_method(name, entry.text("endpoint"), entry, positional=positional)
    paginated = entry.get("paginated")
    streaming = entry.section("streaming").check(STREAM_METHOD)
    options = entry.section("default_request_options").check(REQUEST_OPTIONS)
    unwrap = entry.get("unwrap_response")
    return replace(
        plain,
        timeout=duration(options, "timeout"),
        paginated=paginated if isinstance(paginated, bool) else None,
        pagination=paginated if isinstance(paginated, str) else "",
        body_name=entry.text("body_param_name"),
        unwrap=unwrap if isinstance(unwrap, str) else "" if unwrap is False else None,
        positional=entry.texts("positional_params") if "positional_params" in entry else plain.positional,
        stream_parameter=streaming.text("param_discriminator"),
        stream_model=model_path(streaming.text("stream_event_model")),
        streams="streaming" in entry,
        deprecated=deprecation(entry),
        origin=entry.node.at,
    )


def model_path(stated: str) -> str:
    """A model below its resources, whose names are in snake case."""
    *resources, name = stated.split(".")
    return ".".join((*(part if part == SHARED else snake(part) for part in resources), name))


def operation(endpoint: str, table: Section, key: str) -> str:
    """An endpoint as settings write it: verb in lower case, a space, the path."""
    verb, _, path = endpoint.strip().partition(" ")
    if verb.lower() not in VERBS or not path.strip().startswith("/"):
        table.bad(key if not endpoint or key in table.node else "endpoint", "an endpoint, such as `get /pets/{id}`")
        return ""
    return f"{verb.lower()} {path.strip()}"


def models(resource: Section) -> Iterator[tuple[str, str]]:
    """The names of schemas; an alias is another name of a model of the same resource."""
    table = resource.section("models")
    made: dict[str, str] = {}
    for name, value in table.node.items():
        if isinstance(value, str):
            made[name] = value
        elif isinstance(value, Obj):
            entry = table.section(name).check(MODEL)
            if not skipped(entry):
                made[name] = made.get(entry.text("to"), "") or entry.text("openapi_uri")
        elif value is not None:
            table.bad(name, "the name of a schema, or a table")
    yield from ((name, schema) for name, schema in made.items() if schema)


def plain_params(resource: Section) -> Iterator[str]:
    """The names of models whose TypedDict has no suffix."""
    table = resource.get("models")
    for name, entry in Section(table, resource.report).tables() if isinstance(table, Obj) else ():
        if entry.flag("no_params_suffix") and not skipped(entry):
            yield name
