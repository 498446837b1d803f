"""Images and PDFs. The text of a PDF is read for real; what a scan says is made up from its bytes, always the same."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from hashlib import sha256

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ..errors import ApiError, Code, Json

__all__ = [
    "IMAGE_LIMIT",
    "IMAGE_TYPES",
    "OCR_COST",
    "PDF_LIMIT",
    "Pdf",
    "Reading",
    "measured",
    "read_pdf",
    "recognised",
]

MB = 1_048_576
IMAGE_LIMIT = 20 * MB
PDF_LIMIT = 50 * MB
IMAGE_TYPES = ("image/png", "image/jpeg", "image/webp", "image/gif")
OCR_COST = 0.0015  # USD for a page
SIGNS = (
    "NORTH QUAY CLOSED", "ALL SHIPS REPORT", "NO ENTRY AFTER DUSK", "PILOT ON BOARD", "MIND THE CRANE", "BERTH 12 FREE",
    "TIDE TABLE INSIDE", "FERRY EVERY HOUR",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF that could be read."""

    text: str
    pages: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What recognition made of an image or a page."""

    text: str
    confidence: float


def read_pdf(content: bytes) -> Pdf:
    """The text and the number of pages of a PDF.

    Raises:
        ApiError: UNPROCESSABLE_CONTENT if it is encrypted or no PDF.
    """
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise ApiError(Code.UNPROCESSABLE_CONTENT, "the PDF is encrypted")
        texts = [page.extract_text() for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise ApiError(Code.UNPROCESSABLE_CONTENT, "the PDF cannot be read") from error
    return Pdf("\n".join(texts).strip(), len(texts))


def recognised(content: bytes, pages: int = 1) -> Reading:
    """What a scan says: one sign for each page, chosen by the bytes; the confidence is 0.9 to 0.99."""
    digest = sha256(content).digest()
    text = "\n".join(SIGNS[digest[page % len(digest)] % len(SIGNS)] for page in range(pages))
    return Reading(text, round(0.9 + digest[0] % 10 / 100, 2))


def measured(content: bytes, content_type: str) -> dict[str, Json]:
    """What can be measured of an image; its size in pixels where the format tells it early."""
    found: dict[str, Json] = {"format": content_type.removeprefix("image/"), "bytes": len(content)}
    size: tuple[int, int] | None = None
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        size = struct.unpack(">II", content[16:24])
    elif content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        size = struct.unpack("<HH", content[6:10])
    if size:
        found |= {"width": size[0], "height": size[1]}
    return found
