"""Guides: pages written by hand for one SDK, or for all of them, with the names of this one filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from .sdk import Sdk

__all__ = ["guide_names", "write_guides"]

USUAL = ("quickstart", "lists", "streaming", "fan-out", "webhooks", "errors", "clients", "testing")
"""The guides of an SDK that says nothing else; a quick start is always its own."""
BLANK = re.compile(r"\{\{(\w+)\}\}")
SNIPPET = re.compile(r"```python\n(.*?)```", re.DOTALL)


def guide_names(sdk: Sdk, guides: Path) -> list[str]:
    """The guides of an SDK, in their order; without a plan, those of which there is something to show."""
    words = words_of(sdk)
    start = guides / sdk.name / "quickstart.md"
    shown: dict[str, object] = {
        "lists": words["list"],
        "streaming": words["stream"],
        "webhooks": words["event"],
        "quickstart": start.is_file(),
    }
    stated = cast("list[str] | None", sdk.plan.get("guides"))
    return stated if stated is not None else [name for name in USUAL if shown.get(name, name)]


def write_guides(sdk: Sdk, guides: Path, out: Path) -> list[str]:
    """Write the guides of an SDK; gives their names."""
    names = guide_names(sdk, guides)
    words = words_of(sdk)
    for name in names:
        own = guides / sdk.name / f"{name}.md"
        text = own.read_text(encoding="utf-8") if own.is_file() else filled(guides / "generic" / f"{name}.md", words)
        (out / f"{name}.md").write_text(text, encoding="utf-8")
    return names


def filled(page: Path, words: Mapping[str, str]) -> str:
    """A page for all SDKs, as one of them has it."""
    return BLANK.sub(lambda match: words[match[1]], page.read_text(encoding="utf-8"))


def words_of(sdk: Sdk) -> dict[str, str]:
    """What the blanks of a page stand for; calls are those of the README unless the plan has others."""
    found = re.search(r"print\((client\.[\w.]+\(.*\))\)", sdk.readme)
    listed = re.search(r"in (client\.[\w.]+\(.*\)):", sdk.readme.partition("## Lists")[2])
    receiver, event = sdk.receiver
    stated = cast("Mapping[str, str]", sdk.plan.get("words", {}))
    calls = {"call": found[1] if found else "", "list": listed[1] if listed else "", "stream": "", **stated}
    return {
        "Client": sdk.client,
        "Error": sdk.error,
        "package": sdk.package.name,
        "distribution": sdk.distribution,
        "PREFIX": sdk.package.name.upper(),
        "method": calls["call"].partition("(")[0],
        "receiver": f"client.{receiver}",
        "event": event,
        "raw_call": calls["call"].replace("client.", "client.with_raw_response.", 1),
        **calls,
    }
