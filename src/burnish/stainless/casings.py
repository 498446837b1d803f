"""Casings: how class names spell words."""

from __future__ import annotations

from burnish.source import Arr, Obj

from .grammar import CASING
from .section import Section

__all__ = ["spelled", "spellings"]

# Initialisms of the public reference; in class names they are written in capitals.
INITIALISMS = (
    "3ds ach acl ai api ats cpu crm db dns e2e eeoc gb gpu hd hris html http https id ip iso jsonl kb kyb kyc lfs mb"
    " mp3 mp4 nft saml sdk sku sms ss ssh sso url"
)
# Names that published SDKs spell so without being told to.
NAMES = {"openai": "OpenAI", "openapi": "OpenAPI"}


def spellings(root: Section) -> dict[str, str]:
    """Words and compounds in snake case, and how class names spell them."""
    found = {key: text for word in INITIALISMS.split() for key, text in initialism(word)} | NAMES
    stated = root.get("custom_casings")
    tables = list(root.listed("custom_casings")) if isinstance(stated, Arr) else [root.section("custom_casings")]
    for table in tables:
        for term in table.node:
            spell(term, table, found)
    return found


def initialism(word: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """A word that is written in capitals, and its plural: `ID`, `IDs`."""
    return (word, word.upper()), (f"{word}s", f"{word.upper()}s")


def spell(term: str, table: Section, found: dict[str, str]) -> None:
    """Take one entry: a class name, a table of spellings, or whether the term is an initialism."""
    word = term.lower().replace("-", "_").replace(" ", "_")
    if not isinstance(table.get(term), Obj):
        if pascal := table.text(term):
            found[word] = pascal
        return
    entry = table.section(term).check(CASING)
    stated = entry.flag("initialism")
    if stated:
        found.update(initialism(word))
    elif stated is False:
        for key, _ in initialism(word):
            found.pop(key, None)
    if pascal := entry.text("pascal"):
        found[word] = pascal


def spelled(name: str, casings: dict[str, str]) -> str:
    """A name of several words (`acme-client`) as a class name."""
    snake = "_".join(part for part in name.replace("-", " ").replace("_", " ").split()).lower()
    if snake in casings:
        return casings[snake]
    plain = name.replace("-", " ").replace("_", " ").split()
    return "".join(casings.get(word.lower()) or word[:1].upper() + word[1:] for word in plain)
