"""Images and PDFs: from bytes, paths and open files, measured before they are sent."""

# burnish: derive sync with _async
from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import Unpack

from .._generated.resources import images as generated
from .._runtime import Omit, omit
from ..files import IMAGE_LIMIT, PDF_LIMIT, File, content_type_of, read_within

if TYPE_CHECKING:
    from .._runtime import CallArguments
    from ..types.images import ImageAnalysis, OCRResult, PdfOcrCheck, PdfOptions, PdfOptionsParam, PdfProcessingResult

__all__ = ["AsyncImages"]


class AsyncImages(generated.AsyncImages):
    """The text of images and PDFs, and images in words."""

    async def extract_text_from_image(  # pyright: ignore[reportIncompatibleMethodOverride]  # it does not look into Unpack
        self, image_data: File, *, content_type: str | Omit = omit, **call: Unpack[CallArguments]
    ) -> OCRResult:
        """Extract the text of an image.

        Args:
            image_data: The image, 20 MB at most: bytes, a path, an open file, or base64 as a `str`.
            content_type: `image/png`, `image/jpeg`, `image/webp` or `image/gif`; else what the path's ending tells.
            call: Options of the call, as every method has them.

        Raises:
            ValidationError: the image is too large; nothing was sent.
        """
        return await super().extract_text_from_image(
            image_data=read_within(image_data, "image_data", IMAGE_LIMIT),
            content_type=stated(content_type, image_data),
            **call,
        )

    async def analyze_image(  # pyright: ignore[reportIncompatibleMethodOverride]  # it does not look into Unpack
        self,
        image_data: File,
        *,
        content_type: str | Omit = omit,
        prompt: str | Omit = omit,
        **call: Unpack[CallArguments],
    ) -> ImageAnalysis:
        """Describe an image.

        Args:
            image_data: The image, 20 MB at most: bytes, a path, an open file, or base64 as a `str`.
            content_type: `image/png`, `image/jpeg`, `image/webp` or `image/gif`; else what the path's ending tells.
            prompt: What to look for; without it a detailed description is asked for.
            call: Options of the call, as every method has them.

        Raises:
            ValidationError: the image is too large; nothing was sent.
        """
        return await super().analyze_image(
            image_data=read_within(image_data, "image_data", IMAGE_LIMIT),
            content_type=stated(content_type, image_data),
            prompt=prompt,
            **call,
        )

    async def process_pdf(  # pyright: ignore[reportIncompatibleMethodOverride]  # it does not look into Unpack
        self, pdf_data: File, *, options: PdfOptionsParam | PdfOptions | Omit = omit, **call: Unpack[CallArguments]
    ) -> PdfProcessingResult:
        """Extract the text of a PDF; pages without text of their own are recognised.

        Args:
            pdf_data: The PDF, 50 MB at most: bytes, a path, an open file, or base64 as a `str`.
            options: Whether recognition is forced, and how it is done.
            call: Options of the call, as every method has them.

        Raises:
            ValidationError: the PDF is too large; nothing was sent.
        """
        content = read_within(pdf_data, "pdf_data", PDF_LIMIT)
        return await super().process_pdf(pdf_data=content, options=options, **call)

    async def check_pdf_needs_ocr(  # pyright: ignore[reportIncompatibleMethodOverride]  # it does not look into Unpack
        self, pdf_data: File, *, min_text_threshold: int | Omit = omit, **call: Unpack[CallArguments]
    ) -> PdfOcrCheck:
        """Check whether a PDF needs OCR, and what that would cost. Nothing is recognised.

        Args:
            pdf_data: The PDF, 50 MB at most: bytes, a path, an open file, or base64 as a `str`.
            min_text_threshold: With less text than this many characters, recognition is needed. Default: 100.
            call: Options of the call, as every method has them.

        Raises:
            ValidationError: the PDF is too large; nothing was sent.
        """
        content = read_within(pdf_data, "pdf_data", PDF_LIMIT)
        return await super().check_pdf_needs_ocr(pdf_data=content, min_text_threshold=min_text_threshold, **call)


def stated(content_type: str | Omit, file: File) -> str | Omit:
    """The content type that was given, else what the file's name tells, else the API's own default."""
    return content_type_of(file) or omit if isinstance(content_type, Omit) else content_type
