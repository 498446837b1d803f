"""HTML in descriptions, which CommonMark allows and docstrings do not show, as the Markdown that says the same."""

from __future__ import annotations

import re
from html import unescape

__all__ = ["as_markdown"]

# Code is quoted as it is: inside, a tag is an example of one.
CODE = re.compile(r"(```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`)", re.DOTALL)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,9})((?:\s[^<>]{0,500})?)\s*/?>")
ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#[0-9]{1,5}|#x[0-9a-fA-F]{1,5});")
HREF = re.compile(r"""href\s*=\s*["']([^"'\s]+)["']""", re.IGNORECASE)
LINK = re.compile(r"<a(\s[^<>]{1,500})>([^<>]{1,500})</a\s*>", re.IGNORECASE)
QUOTED = re.compile(r"<(code|tt|kbd)>([^<>`\n]{1,200})</\1\s*>", re.IGNORECASE)
BLANK = re.compile(r"[ \t]*\n(?:[ \t]*\n)+[ \t]*(?=\S)")

# What stands in the place of a tag: of the opening one, and of the closing one.
BREAKS = {
    **dict.fromkeys(("p", "div", "ul", "ol", "dl", "table", "pre", "blockquote"), ("\n\n", "\n\n")),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), ("\n\n", "\n\n")),
    "br": ("\n\n", "\n\n"),
    "hr": ("\n\n", "\n\n"),
    "li": ("\n- ", ""),
    "dt": ("\n- ", ""),
    "dd": (": ", ""),
    "tr": ("\n- ", ""),
    **dict.fromkeys(("td", "th"), ("", " ")),
}
INLINE = frozenset(
    (
        *("a", "abbr", "b", "cite", "code", "del", "em", "font", "i", "img", "ins", "kbd", "mark", "q", "s", "small"),
        *("span", "strong", "sub", "sup", "tbody", "thead", "tt", "u", "var"),
    )
)


def as_markdown(text: str) -> str:
    """A text without tags of HTML and without entities; anything else in angle brackets (`<id>`) stays.

    Code in backticks and fences is left alone.
    """
    if not (("<" in text and TAG.search(text)) or ("&" in text and ENTITY.search(text))):
        return text
    pieces = CODE.split(text)
    pieces[::2] = [untagged(piece) for piece in pieces[::2]]
    return BLANK.sub("\n\n", "".join(pieces)).strip()


def untagged(text: str) -> str:
    """A text outside of code without its tags."""
    text = QUOTED.sub(lambda found: f"`{unescape(found[2])}`", LINK.sub(link, text))
    return ENTITY.sub(lambda found: unescape(found[0]).replace("\xa0", " "), TAG.sub(instead, text))


def link(found: re.Match[str]) -> str:
    """A link, in Markdown; one that leads nowhere is its text."""
    target = HREF.search(found[1])
    return f"[{found[2].strip()}]({target[1]})" if target else found[2]


def instead(tag: re.Match[str]) -> str:
    """What stands in the place of a tag; a single capital is rather a variable, as in `List<T>`."""
    name = tag[2].lower() if len(tag[2]) > 1 else tag[2]
    if name in BREAKS:
        opening, closing = BREAKS[name]
        return closing if tag[1] else opening
    return "" if name in INLINE else tag[0]
