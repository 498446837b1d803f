"""The namer: words become identifiers that Python, Pydantic and a careful reader accept."""

from __future__ import annotations

import builtins
import hashlib
import keyword
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

__all__ = ["class_name", "identifier", "module_name", "safe_part", "settle_names", "spelled_class"]

Words = tuple[str, ...]
NOTHING: Mapping[str, str] = MappingProxyType({})
KEYWORDS = frozenset(keyword.kwlist)  # not the soft ones: `type` and `match` are good names, and legal everywhere
DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))))
# Those of later versions count too, so that the Python that runs us makes no difference.
BUILTINS = frozenset((*dir(builtins), "PythonFinalizationError"))
# What every module of types may import; a class of that name would hide it.
TYPING = frozenset(("Annotated", "Any", "BaseModel", "Literal", "Required", "TypeAlias", "TypedDict", "Union"))
NOT_A_LETTER = re.compile(r"[^a-zA-Z0-9]")
LONGEST = 80
FIRST = 3  # words that stay at the beginning of a name that is longer


def letters(word: str) -> str:
    """A word with nothing but ASCII letters and digits."""
    if word.isascii() and word.isalnum():
        return word
    return NOT_A_LETTER.sub("", unicodedata.normalize("NFKC", word))


def identifier(words: Iterable[str], reserved: Collection[str] = (), *, number: str = "") -> str:
    """Words in snake case; keywords and reserved names get a trailing underscore, leading digits a prefix.

    `reserved` holds what the scope has already given another meaning, `number` is the prefix in place of the usual one.
    """
    text = snake_case(tuple(words), number)
    while text in KEYWORDS or text in reserved:
        text += "_"
    return text


@lru_cache(maxsize=8192)  # an API has few words, and uses them everywhere
def snake_case(words: Words, number: str) -> str:
    """Words in snake case; leading digits get a prefix."""
    parts = tuple(part for word in words if (part := letters(word)))
    text = "_".join(within(parts, gap=1)).lower()[:LONGEST].rstrip("_") or "value"
    if not text[0].isdigit():
        return text
    if number:
        return f"{number}{text}"
    return f"n{text}" if len(text) == 1 or text[1].isdigit() or text[1] == "_" else f"n_{text}"


def class_name(words: Iterable[str], reserved: Collection[str] = (), casings: Mapping[str, str] = NOTHING) -> str:
    """Words in Pascal case; `casings` gives the spelling of words and compounds (`openai` -> `OpenAI`)."""
    parts = tuple(part for word in words if (part := letters(word)))
    text = "".join(cased(within(parts), casings))[:LONGEST] or "Value"
    if text[0].isdigit():
        text = f"N{text}"
    while text in reserved or keyword.iskeyword(text) or text in BUILTINS:
        text += "Model" if not text.endswith("Model") else "_"
    return text


def within(parts: Words, gap: int = 0) -> Words:
    """Words that make a name of a bearable length: what it belongs to, and what it is, without the middle."""
    size = sum(map(len, parts)) + gap * (len(parts) - 1)
    end = FIRST
    while size > LONGEST and end < len(parts) - 1:
        size -= len(parts[end]) + gap
        end += 1
    return (*parts[:FIRST], *parts[end:])


def spelled_class(words: Iterable[str], casings: Mapping[str, str]) -> str:
    """Words in Pascal case however many there are, for classes that only their own module has."""
    parts = tuple(part for word in words if (part := letters(word)))
    text = "".join(cased(parts, casings)) or "Value"
    text = f"_{text}" if text[0].isdigit() else text
    return f"{text}Model" if keyword.iskeyword(text) or text in BUILTINS or text in TYPING else text


def cased(parts: Words, casings: Mapping[str, str]) -> Iterator[str]:
    """The pieces of a class name: the longest compound that has a spelling of its own, else a word."""
    if not casings:
        yield from (part[:1].upper() + part[1:] for part in parts)
        return
    start = 0
    while start < len(parts):
        for end in range(len(parts), start, -1):
            piece = letters(casings.get("_".join(parts[start:end]).lower(), ""))
            if piece or end == start + 1:
                yield piece or parts[start][:1].upper() + parts[start][1:]
                start = end
                break


def module_name(words: Iterable[str], reserved: Collection[str] = ()) -> str:
    """Words as a module: an identifier that no file system minds."""
    text = identifier(words, reserved)
    return f"{text}_" if text.rstrip("_") in DEVICES and not text.endswith("_") else text


def safe_part(text: str) -> str:
    """A part of a path below the output: lower-case letters, digits, `_` and `-`."""
    part = re.sub(r"[^a-z0-9_-]+", "-", text.lower()).strip("-")[:LONGEST]
    return f"{part}-sdk" if part in DEVICES else part or "sdk"


def settle_names(wanted: Iterable[tuple[str, str]], reserved: Collection[str] = ()) -> dict[str, str]:
    """Give every key a name of its own in one scope.

    `wanted` pairs a key (the wire name) with the name it would like. Where several want one name, the key that reads
    the same keeps it, the next by the order of keys gets a trailing underscore, and the others a piece of their key's
    hash: neither the order of arrival nor another scope has a say.
    """
    wanted = tuple(wanted)
    names = {name for _, name in wanted}
    if len(names) == len(wanted) and names.isdisjoint(reserved):
        return dict(wanted)
    groups: dict[str, list[str]] = {}
    for key, name in wanted:
        groups.setdefault(name, []).append(key)
    taken = {*reserved, *groups}
    settled: dict[str, str] = {}
    for name, keys in sorted(groups.items()):
        ordered = sorted(keys, key=lambda key: (key != name, key))
        if name not in reserved:
            settled[ordered.pop(0)] = name
        for key in ordered:
            free = next(made for made in like(name, key) if made not in taken)
            taken.add(free)
            settled[key] = free
    return settled


def like(name: str, key: str) -> Iterator[str]:
    """Names like one that is taken, for a key."""
    yield f"{name}_"
    digits = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    for size in range(4, len(digits) + 1, 4):
        yield f"{name.rstrip('_')}_{digits[:size]}"
