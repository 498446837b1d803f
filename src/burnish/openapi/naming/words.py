"""The words of a name, in lower case: `forceOCR` is `force ocr`, `OAuth2Token` is `oauth2 token`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["pascal", "singular", "words"]

# Names that people write with capitals inside; taken apart they would read badly.
KNOWN = (
    "OAuth",
    "OpenAPI",
    "OpenAI",
    "OpenID",
    "IPv4",
    "IPv6",
    "iOS",
    "iPhone",
    "iPad",
    "macOS",
    "GraphQL",
    "GitHub",
    "GitLab",
    "YouTube",
    "LinkedIn",
    "PayPal",
    "PostgreSQL",
    "MySQL",
    "NoSQL",
    "SaaS",
    "PaaS",
    "WebSocket",
    "JavaScript",
    "TypeScript",
)
PIECE = re.compile(
    r"[vV][0-9]+(?:(?:alpha|beta|rc)[0-9]*)?(?![a-z])"  # versions: v2, v1beta1
    r"|k8s|s3|ec2|x509|oauth2|sha[0-9]+|md5|base64|utf8"
    r"|(?<![A-Za-z])[a-z][0-9]+[a-z]+[0-9]*(?![a-z0-9])"  # letters and digits mixed: m3u8, p2p, i18n
    r"|(?<![A-Za-z])[A-Z][a-z][B-Z](?=[A-Z][a-z]|[^A-Za-z]|$)"  # short words with a capital at the end: QoS, IoT, IdP
    r"|[A-Z]{2,}s(?![a-z])"  # a plural acronym: URLs, IDs
    r"|[A-Z]+(?=[A-Z][a-z])"  # an acronym before a word: OCR in OCRResult
    r"|[A-Z]?[a-z]+(?:[0-9]+(?![0-9a-z]))?"
    r"|[A-Z]+(?:[0-9]+(?![0-9a-z]))?"
    r"|[0-9]+[a-z]*"
)
LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "ł": "l", "Ł": "L", "đ": "d", "ı": "i"}
)
UNCOUNTABLE = frozenset(
    [
        "status",
        "analytics",
        "stats",
        "news",
        "series",
        "analysis",
        "address",
        "access",
        "process",
        "progress",
        "business",
        "class",
        "basis",
        "bonus",
        "bus",
        "gas",
        "https",
        "dns",
        "sms",
        "aws",
        "ios",
        "kubernetes",
    ]
)
# Plurals that the rules of `singular` take for others.
IRREGULAR = {
    "aliases": "alias",
    "analyses": "analysis",
    "axes": "axis",
    "bonuses": "bonus",
    "caches": "cache",
    "children": "child",
    "cookies": "cookie",
    "ids": "id",
    "indices": "index",
    "matrices": "matrix",
    "movies": "movie",
    "people": "person",
    "quizzes": "quiz",
    "statuses": "status",
    "vertices": "vertex",
}


@lru_cache(maxsize=65536)
def words(text: str, acronyms: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Split a name into words.

    Text is folded by NFKC first, and letters outside ASCII are transliterated where Unicode decomposes them; what has
    no letter or digit at all gives an empty tuple.
    """
    plain = text if text.isascii() else transliterated(text)
    for known in (*acronyms, *KNOWN):
        if known in plain:
            plain = re.sub(rf"(?<![A-Z]){re.escape(known)}(?![a-z])", f" {known.lower()} ", plain)
    plain = re.sub(r" ([0-9]+)", r"\1", plain) if " " in plain else plain
    return tuple(piece.lower() for piece in PIECE.findall(plain.replace("'", "")))


def transliterated(text: str) -> str:
    """Letters without their accents, where Unicode tells them apart."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).translate(LETTERS))
    return "".join(character for character in folded if not unicodedata.combining(character))


def pascal(parts: tuple[str, ...]) -> str:
    """Write words in Pascal case: `("pet", "id")` is `PetId`."""
    return "".join(part[:1].upper() + part[1:] for part in parts)


def singular(word: str) -> str:
    """The singular of an English plural, by rule; a word that is none comes back unchanged."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in UNCOUNTABLE or len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]
