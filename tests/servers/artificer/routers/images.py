"""images and pdf: the text of images and PDFs, and images in words."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from ..admission import Malformed
from ..calls import Call, Handler, Plain, Reply
from ..engine.documents import IMAGE_LIMIT, IMAGE_TYPES, OCR_COST, PDF_LIMIT, measured, read_pdf, recognised
from ..engine.writer import draft
from ..errors import ApiError, Code, Issue

__all__ = ["HANDLERS"]

OCR_MODEL = "ocr-stand-in"
USUAL_THRESHOLD = 100
WORTH_READING = 100
"""A PDF with more characters than these counts as text."""


async def extract_text(call: Call) -> Reply:
    """The text of an image."""
    content, _ = image(call.body)
    found = recognised(content)
    tokens = len(found.text.split())
    return Plain(
        {
            "text": found.text,
            "confidence": found.confidence,
            "language": "en",
            "model": OCR_MODEL,
            "cost": OCR_COST,
            "tokens": tokens,
        }
    )


async def analyze(call: Call) -> Reply:
    """An image in words."""
    content, content_type = image(call.body)
    model = call.state.catalogue.choose(None, "vision")
    details = measured(content, content_type)
    size = f" of {details['width']} by {details['height']} pixels" if "width" in details else ""
    text = f"A {details['format']} image{size}. A sign in it says: {recognised(content).text}."
    written = draft(model, call.body.get("prompt", "Describe the image in detail."), text)
    call.spend(model.id, written.usage)
    return Plain(
        {
            "description": text,
            "details": details,
            "model": model.id,
            "tokens": written.usage.total_tokens,
            "cost": written.usage.cost,
        }
    )


async def process_pdf(call: Call) -> Reply:
    """The text of a PDF, recognised if it has too little of its own."""
    content = pdf(call.body)
    options: dict[str, Any] = call.body.get("options", {})
    found = read_pdf(content)
    began = call.state.now
    scanned = bool(options.get("forceOCR")) or len(found.text) < options.get("minTextThreshold", USUAL_THRESHOLD)
    reading = recognised(content, found.pages)
    text = reading.text if scanned else found.text
    metadata = {
        "method": "ocr" if scanned else "direct",
        "pages": found.pages,
        "textLength": len(text),
        "confidence": reading.confidence if scanned else None,
        "cost": round(OCR_COST * found.pages, 6) if scanned else 0,
        "durationMs": (call.state.now - began).total_seconds() * 1000,
    }
    return Plain({"text": text, "metadata": metadata})


async def check_pdf(call: Call) -> Reply:
    """Whether a PDF must be recognised."""
    found = read_pdf(pdf(call.body))
    needed = len(found.text) < call.body.get("minTextThreshold", USUAL_THRESHOLD)
    answer: dict[str, Any] = {
        "needsOCR": needed,
        "hasTextContent": bool(found.text),
        "pages": found.pages,
        "textLength": len(found.text),
    }
    if needed:
        answer["estimatedOCRCost"] = round(OCR_COST * found.pages, 6)
    return Plain(answer)


async def extract_pdf(call: Call) -> Reply:
    """The text of a PDF that was sent as a file."""
    content = call.files.get("file")
    if content is None:
        raise Malformed("body", (Issue(("file",), "field required", "missing"),))
    too_large(content, PDF_LIMIT, "PDF")
    if not content.startswith(b"%PDF-"):
        raise ApiError(Code.UNSUPPORTED_MEDIA_TYPE, "the file is no PDF")
    found = read_pdf(content)
    answer = {"text": found.text, "pages": found.pages, "has_text_content": len(found.text) > WORTH_READING}
    return Plain(answer)


def image(body: dict[str, Any]) -> tuple[bytes, str]:
    """The bytes of an image and what it is said to be."""
    content_type: str = body.get("contentType", "image/png")
    if content_type not in IMAGE_TYPES:
        raise ApiError(Code.UNSUPPORTED_MEDIA_TYPE, f"{content_type} cannot be read; {', '.join(IMAGE_TYPES)} can")
    content = decoded(body["imageData"], "imageData")
    too_large(content, IMAGE_LIMIT, "image")
    return content, content_type


def pdf(body: dict[str, Any]) -> bytes:
    """The bytes of a PDF."""
    content = decoded(body["pdfData"], "pdfData")
    too_large(content, PDF_LIMIT, "PDF")
    return content


def too_large(content: bytes, limit: int, what: str) -> None:
    """Refuse more bytes than are allowed."""
    if len(content) > limit:
        raise ApiError(Code.PAYLOAD_TOO_LARGE, f"the {what} has more than {limit} bytes")


def decoded(text: str, field: str) -> bytes:
    """Base64 as bytes."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Malformed("body", (Issue((field,), "this is no base64", "base64"),)) from None


HANDLERS: dict[str, Handler] = {
    "images.extractTextFromImage": extract_text,
    "images.processPdf": process_pdf,
    "images.checkPdfNeedsOcr": check_pdf,
    "images.analyzeImage": analyze,
    "pdf.extract": extract_pdf,
}
