# Copied from overlays/python/artificer/processing/pdf.py; edit it there.
"""Text and images of PDFs, without a request; needs the extra `artificer[pdf]`."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from .._exceptions import ArtificerError, ValidationError
from ..files import taken

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["Pdf", "PdfProcessor", "PdfText"]

MUCH_TEXT = 100
Pdf: TypeAlias = bytes | os.PathLike[str] | IO[bytes]
"""A PDF: its bytes, a path, or an open binary file."""


@dataclass(frozen=True)
class PdfText:
    """The text of a PDF; `has_text_content` tells whether there is enough of it (over 100 characters) without OCR."""

    text: str
    pages: int
    has_text_content: bool


class PdfProcessor:
    """Reads PDFs in this process."""

    def extract_text(self, pdf: Pdf) -> PdfText:
        """Extract the text that a PDF holds; scanned pages hold none.

        Raises:
            ValidationError: it is no PDF that can be read.
            ArtificerError: the extra is not installed.
        """
        pages = opened(pdf).pages
        text = "\n".join(page.extract_text() for page in pages)
        return PdfText(text, len(pages), len(text.strip()) > MUCH_TEXT)

    def extract_images(self, pdf: Pdf) -> list[bytes]:
        """Extract the images of all pages, as the files that they are.

        Raises:
            ValidationError: it is no PDF that can be read.
            ArtificerError: the extra is not installed.
        """
        return [image.data for page in opened(pdf).pages for image in page.images]


def opened(pdf: Pdf) -> Any:
    """A reader of a PDF."""
    library = pypdf()
    content = Path(pdf).read_bytes() if isinstance(pdf, os.PathLike) else taken(pdf, "pdf", -1)
    try:
        return library.PdfReader(io.BytesIO(content))
    except library.errors.PyPdfError as error:
        raise ValidationError.before_sending({"pdf": [f"this is no PDF that can be read ({error})"]}) from error


def pypdf() -> ModuleType:
    """The library, if it is installed."""
    try:
        import pypdf as library
    except ImportError:
        raise ArtificerError("reading PDFs here needs an extra: pip install 'artificer[pdf]'") from None
    return library
