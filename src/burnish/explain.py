"""The catalogue: every diagnostic of the tool, gathered from the stages."""

from __future__ import annotations

import re
from difflib import get_close_matches
from importlib import import_module

from burnish.diagnostics import Code

__all__ = ["UnknownCode", "catalogue", "explain"]

HOMES = (
    "burnish.source.codes",
    "burnish.openapi.check.codes",
    "burnish.openapi.normalise.codes",
    "burnish.openapi.lower.codes",
    "burnish.openapi.omit.codes",
    "burnish.engines.codes",
    "burnish.config.codes",
    "burnish.overlays.codes",
    "burnish.stainless.codes",
)


class UnknownCode(LookupError):
    """No diagnostic has that name."""


def catalogue() -> dict[str, Code]:
    """All codes by slug, sorted."""
    found = (value for home in HOMES for value in vars(import_module(home)).values() if isinstance(value, Code))
    return {code.slug: code for code in sorted(found, key=lambda code: code.slug)}


def shown(template: str) -> str:
    """A message without the facts of one case; empty where it is nothing but facts."""
    text = re.sub(r"(\{[a-z_]+\})+", "...", template).replace("{{", "{").replace("}}", "}")
    return text if any(map(str.isalpha, text)) else ""


def explain(slug: str) -> str:
    """Tell what a code means.

    Raises:
        UnknownCode: there is none of that name; the message has the nearest.
    """
    codes = catalogue()
    if slug == "all":
        width = max(map(len, codes))
        return "\n".join(
            f"{name:{width}}  {code.severity:7}  {shown(code.title) or code.why}" for name, code in codes.items()
        )
    if slug not in codes:
        near = get_close_matches(slug, codes, n=1)
        hint = f'; did you mean "{near[0]}"?' if near else "; `burnish explain all` lists them"
        raise UnknownCode(f'no diagnostic is named "{slug}"{hint}')
    code = codes[slug]
    title = [f"  {shown(code.title)}", ""] if shown(code.title) else []
    parts = [f"{code.slug} ({code.severity})", "", *title, f"Why: {code.why}", f"Fix: {shown(code.advice or code.fix)}"]
    if example := code.example or code.elsewhere:
        parts += ["", "Example:", "", *(f"    {line}" for line in example.rstrip().splitlines())]
    return "\n".join(parts)
