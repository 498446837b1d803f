"""Files that the guides speak of: an image, and a PDF that holds its text."""

from __future__ import annotations

import base64
from pathlib import Path

__all__ = ["write_files"]

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
TEXT = b"The harbour is closed because of fog, and no berth is free before the morning. " * 2


def write_files(folder: Path) -> None:
    """Write `scan.png` and `report.pdf`."""
    (folder / "scan.png").write_bytes(base64.b64decode(PIXEL))
    (folder / "report.pdf").write_bytes(pdf(TEXT))


def pdf(text: bytes) -> bytes:
    """A PDF of one page with a text."""
    stream = b"BT /F1 12 Tf 20 100 Td (%b) Tj ET" % text
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    content, places = b"%PDF-1.4\n", list[int]()
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n" + table
    return content + head + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(content)
