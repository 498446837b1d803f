"""The reference verdict: what openapi-spec-validator says about a description."""

from __future__ import annotations

import re
from typing import Any, cast

from msgspec import Struct

from burnish.source import Document, plain

__all__ = ["Complaint", "verdict"]

LONGEST = 300


class Complaint(Struct, frozen=True):
    """One complaint of the reference validator: where (a JSON pointer, `#` if it did not say) and what."""

    pointer: str
    message: str


def verdict(document: Document) -> list[Complaint]:
    """Ask openapi-spec-validator, which is slow (9 s for GitHub's description) and strict; an empty list is a pass.

    It fails with exceptions of many types on documents that are malformed in ways it does not expect; such a failure
    is one more complaint.
    """
    from jsonschema_path import SchemaPath
    from openapi_spec_validator.shortcuts import get_validator_cls

    spec = cast("dict[str, Any]", plain(document.root))
    try:
        validator = get_validator_cls(spec)
        schema = SchemaPath.from_dict(spec, base_uri=document.file.real.as_uri())
        return [complaint(error) for error in validator(schema).iter_errors()]
    except RecursionError:
        return [Complaint("#", "the reference validator gave up: the description is too deeply nested for it")]
    except Exception as error:  # It raises whatever its parts raise: KeyError, ValueError, referencing errors, ...
        return [Complaint("#", f"the reference validator gave up: {type(error).__name__}: {shortened(str(error))}")]


def complaint(error: Exception) -> Complaint:
    """Bring an error of the validator into our form."""
    path = getattr(error, "absolute_path", ())
    pointer = "#" + "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in path)
    return Complaint(pointer, shortened(str(getattr(error, "message", error))))


def shortened(text: str) -> str:
    """Cut what may be the dump of half a document."""
    text = re.sub(r"\s+", " ", text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} ... {text[-LONGEST // 2 :]}"
