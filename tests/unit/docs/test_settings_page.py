"""docs/settings.md has every key, with the default that it has, and no other key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import FieldInfo

from burnish.settings import (
    AuthOption,
    BodyDefault,
    BudgetSettings,
    ClientSettings,
    CompatSettings,
    MethodSettings,
    PackageSettings,
    PaginationSettings,
    QuerySettings,
    RefreshSettings,
    RetrySettings,
    RoutingSettings,
    SchemeSettings,
    SdkSettings,
    SecuritySettings,
    Settings,
    SourceSettings,
    StreamingSettings,
    Transform,
    keys_of,
)

PAGE = (Path(__file__).parents[3] / "docs" / "settings.md").read_text(encoding="utf-8")
# The heading or line that a class's table stands below, and the field that is the table's own name.
TABLES: dict[str, tuple[type, str]] = {
    "## Top level": (Settings, ""),
    "## `[sdk]`": (SdkSettings, ""),
    "## `[package]`": (PackageSettings, ""),
    "## `[client]`": (ClientSettings, ""),
    "`[client.auth.ARGUMENT]`": (AuthOption, "argument"),
    "`[client.options.ARGUMENT]`": (BodyDefault, "argument"),
    "`[client.retries]`": (RetrySettings, ""),
    "`[[client.routing]]`": (RoutingSettings, ""),
    '`[resources."PATH".methods.NAME]`': (MethodSettings, "name"),
    "## `[pagination.SCHEME]`": (PaginationSettings, "scheme"),
    "## `[streaming]`": (StreamingSettings, ""),
    "## `[query]`": (QuerySettings, ""),
    "## `[security]`": (SecuritySettings, ""),
    "`[security.refresh.NAME]`": (RefreshSettings, "scheme"),
    "`[security.schemes.NAME]`": (SchemeSettings, "id"),
    "## `[compat]`": (CompatSettings, ""),
    "## `[source]`": (SourceSettings, ""),
    "`[[source.transforms]]`": (Transform, ""),
    "## `[budget]`": (BudgetSettings, ""),
}
SECTIONS = {
    "sdk",
    "package",
    "client",
    "source",
    "environments",
    "resources",
    "pagination",
    "streaming",
    "query",
    "security",
    "compat",
    "budget",
}


def rows(start: str) -> dict[str, str]:
    """The keys and defaults of the first table after a line."""
    _, _, rest = PAGE.partition(f"\n{start}")
    assert rest, start
    table = re.search(r"\n\| key .*?\n\n", f"{rest}\n\n", re.DOTALL)
    assert table is not None
    return dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", table[0], re.MULTILINE))


def plain(items: tuple[FieldInfo, ...]) -> Iterator[tuple[str, str]]:
    """Fields whose default can be told in a word, as TOML writes it."""
    for item in items:
        if isinstance(item.default, bool):
            yield item.name, f"`{str(item.default).lower()}`"
        elif isinstance(item.default, int | float):
            yield item.name, f"`{item.default}`"
        elif item.required:
            yield item.name, "required"


@pytest.mark.parametrize("start", TABLES)
def test_every_key_is_told_with_its_default(start: str) -> None:
    kind, own = TABLES[start]
    told = rows(start)
    known = {item.name for item in keys_of(kind)} - {own}
    assert set(told) == known - (SECTIONS if kind is Settings else set[str]())
    wrong = {name: told[name] for name, default in plain(keys_of(kind)) if name in told and told[name] != default}
    assert not wrong
