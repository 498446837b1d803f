"""Text of a description in docstrings, comments and files beside the code."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache

from burnish.code import Code

__all__ = ["comment", "docstring", "markdown", "toml_string", "visible", "yaml_string"]

WIDTH = 100
# Control, format (bidirectional, zero width), surrogate and private characters, and odd line ends. Unassigned ones are
# not among them: which they are depends on the Unicode version of the Python that runs us.
HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
PLAIN = re.compile(r"[\x20-\x7e\n]*")
LINE = re.compile(r"[\x20-\x7e]*[\x21-\x7e]")
LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
LIST_ITEM = re.compile(r"\s*([-*+]|\d+[.)])\s")
SURROGATE = re.compile(r"[\ud800-\udfff]")
QUOTES = re.compile(r'"{3,}')
LAST_QUOTES = re.compile(r'"{3,}|"+\Z')
SCRIPT_URL = re.compile(r"(?i)(javascript|data|vbscript):")
MENTION = re.compile(r"(?<![\w.+-])@(?=\w)")
ENTITY = re.compile(r"&(?=#?\w+;)")
MARKUP = re.compile(r"[\\`*\[\]<|]|(?<![^\W_])_|_(?![^\W_])")
BLOCK_START = re.compile(r"\A(\d*)([-+=~.)#>])")
# Lines that stand for themselves: lists, tables, quotes, headings, indented code, and lines that end in a hard break.
KEPT = re.compile(r"\s*([-*+]|\d+[.)])\s|\s{4}|\s*[|>#]")


def visible(text: str, short: str = r"\u{:04x}", long: str = r"\U{:08x}") -> str:
    """Show characters that cannot be seen as escapes; line feeds and tabs stay."""
    if PLAIN.fullmatch(text):
        return text
    return "".join(
        character
        if character in "\n\t" or unicodedata.category(character) not in HIDDEN
        else (short if ord(character) < 0x10000 else long).format(ord(character))
        for character in text
    )


def tidy(text: str) -> list[str]:
    """The lines of a text: line ends folded, hidden characters shown, needless blank lines removed."""
    if PLAIN.fullmatch(text):
        lines = [line.rstrip() for line in text.split("\n")]
    else:
        lines = [visible(line.expandtabs(4)).rstrip() for line in LINE_ENDS.sub("\n", text).split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return [line for index, line in enumerate(lines) if line or lines[index - 1]]


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Paragraphs filled to a width; lists, tables, quotes and code keep their lines."""
    if len(indent) + len(text) <= width and LINE.fullmatch(text):
        return [indent + text]
    out: list[str] = []
    paragraph: list[str] = []
    fenced = False
    for line in [*tidy(text), ""]:
        fence = line.lstrip().startswith(("```", "~~~"))
        if fenced or fence or not line or line.endswith("\\") or KEPT.match(line):
            out += filled(paragraph, width, indent)
            paragraph = []
            if LIST_ITEM.match(line) and not fenced:
                paragraph = [line]
            else:
                out.append(f"{indent}{line}".rstrip())
        else:
            paragraph.append(line)
        fenced ^= fence
    return out[:-1] if out and not out[-1] else out


def filled(lines: list[str], width: int, indent: str) -> list[str]:
    """The lines of one paragraph, broken anew; a list item hangs."""
    if not lines:
        return []
    item = LIST_ITEM.match(lines[0])
    hanging = indent + (" " * item.end() if item else "")
    text = " ".join([lines[0], *(line.strip() for line in lines[1:])])
    if len(indent) + len(text) <= width:
        return [indent + text]
    out: list[str] = []
    margin = indent + text[: len(text) - len(text.lstrip())]
    rest = " ".join(text.split())
    while len(rest) > (room := width - len(margin)):
        # A word that is too long for any line has one to itself.
        end = rest.rfind(" ", 0, max(room, 0) + 1)
        end = end if end >= 0 else rest.find(" ")
        if end < 0:
            break
        out.append(margin + rest[:end])
        rest, margin = rest[end + 1 :], hanging
    return [*out, margin + rest]


@lru_cache(maxsize=4096)  # what many models share is told in each of them
def docstring(
    text: str,
    *,
    indent: int,
    sections: tuple[tuple[str, str], ...] = (),
    heading: str = "Args",
    raises: tuple[tuple[str, str], ...] = (),
) -> Code:
    """A docstring in Google style: a text, then entries of a name and a text below a heading.

    `sections` and `raises` are (name, text); names are ours. Empty when there is nothing to say.
    """
    width = WIDTH - indent
    lines = wrapped(text, width)
    for title, section in ((heading, sections), ("Raises", raises)) if sections or raises else ():
        entries = [(name, about) for name, about in section if about.strip()]
        if entries:
            lines += [*([""] if lines else []), f"{title}:"]
        for name, about in entries:
            entry = wrapped(f"{name}: {about.strip()}", width - 4, "    ")
            lines += [entry[0], *(f"    {line}" if line else "" for line in entry[1:])]
    return Code(quoted(lines, " " * indent)) if lines else Code("")


def quoted(lines: list[str], margin: str) -> str:
    """Lines as a triple-quoted string of which `inspect.getdoc` gives those lines."""
    if len(lines) == 1:
        return f'"""{escaped(lines[0], LAST_QUOTES)}"""'
    first, *rest = (escaped(line, QUOTES) for line in lines)
    # Tools remove the indent that all lines but the first have in common: here it is part of the text.
    opening = f"\n{margin}{first}" if all(line.startswith(" ") for line in rest if line) else first
    body = "\n".join(f"{margin}{line}" if line else "" for line in rest)
    return f'"""{opening}\n{body}\n{margin}"""'


def escaped(line: str, quotes: re.Pattern[str]) -> str:
    """A line inside a triple-quoted string, with those quotes escaped that would end it."""
    if '"' not in line and "\\" not in line:
        return line
    return quotes.sub(lambda found: found[0].replace('"', '\\"'), line.replace("\\", "\\\\"))


def comment(text: str) -> Code:
    """A comment; every line of the text, however it is ended, is commented."""
    return Code("\n".join(f"# {line}".rstrip() for line in tidy(text)))


def toml_string(text: str) -> Code:
    """A basic string of TOML 1.0; it cannot hold half of a surrogate pair, which becomes U+FFFD."""
    return Code(double_quoted(text))


def yaml_string(text: str) -> Code:
    """A double-quoted scalar of YAML 1.2, in which a CI service finds no expression (`${{`) to evaluate."""
    return Code(double_quoted(text.replace("${{", "$ {{")))


def double_quoted(text: str) -> str:
    """A string in double quotes with the escapes that JSON, TOML and YAML share."""
    whole = SURROGATE.sub("\ufffd", LINE_ENDS.sub("\n", text))
    return visible(json.dumps(whole, ensure_ascii=False))


def markdown(text: str) -> Code:
    """Text for Markdown, as text on one line.

    It starts no block, holds no HTML, no link that runs a script, no mention and no template expression.
    """
    shown = ENTITY.sub("&amp;", " ".join(" ".join(tidy(text)).split()))
    shown = BLOCK_START.sub(r"\1\\\2", MARKUP.sub(r"\\\g<0>", shown))
    shown = MENTION.sub("@&#8203;", SCRIPT_URL.sub(r"\1&#58;", shown))
    return Code(shown.replace("{{", "&#123;{").replace("{%", "&#123;%"))
