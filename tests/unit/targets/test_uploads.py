"""Bodies of bytes: what methods take for them in either world."""

from __future__ import annotations

import inspect

from .conftest import Make

PHOTO = """
paths:
  /photo:
    put:
      operationId: photos.replace
      requestBody: {required: true, content: {image/png: {schema: {type: string, format: binary}}}}
      responses: {'204': {description: done}}
"""


def test_async_methods_take_async_iterables_too(make: Make) -> None:
    photos = make(PHOTO).load("resources.photos")
    sync, asynchronous = (
        inspect.signature(kind.replace).parameters["content"].annotation for kind in (photos.Photos, photos.AsyncPhotos)
    )
    assert (sync, asynchronous) == ("BinaryTypes", "AsyncBinaryTypes")
