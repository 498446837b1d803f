# Copied from overlays/python/runtime/_page_models.py; edit it there.
"""The models that pages are parsed into: the page class of a list, with its items as a typed field.

Generated page classes hold a plan and no fields, because one class serves all lists that are paged alike. The typed
field is added here, once per page class and item type, at whatever depth the plan says the items are.
"""

from __future__ import annotations

from keyword import iskeyword
from typing import Any

from pydantic import AliasPath, Field, create_model

from ._models import BaseModel
from ._plans import FieldPath

__all__ = ["answer_class", "load_page"]


def answer_class(page: Any, items: FieldPath, item: Any, values: tuple[FieldPath, ...]) -> Any:
    """Make the subclass of `page` whose answer has a list of `item` at the wire path `items`.

    A list that is absent or null is an empty one: some servers leave out what is empty. `values` are the other paths
    that the plan looks at: where the page declares nested items by an `AliasPath`, the rest of that object is not
    kept, and these are.
    """
    if "data" in page.model_fields:
        fields = _kept_values([path for path in values if len(path) > 1])
    elif _declares(page, items[0]):
        fields = {}
    else:
        fields = _field(page, items, item)
    answer: Any = create_model(page.__name__, __base__=page, __doc__=page.__doc__, __module__=page.__module__, **fields)
    if "data" not in answer.model_fields:
        answer.data = property(lambda self: self.page_value(items) or [])
    return answer


def load_page(page: Any, item: Any, state: dict[str, Any]) -> Any:
    """Make a page of its pickled state."""
    answer = (page if item is Any else page[item]).page_answer()
    loaded = answer.__new__(answer)
    loaded.__setstate__(state)
    return loaded


def _kept_values(paths: list[FieldPath]) -> dict[str, Any]:
    return {
        f"page_value_{number}": (Any, Field(default=None, validation_alias=AliasPath(*path), exclude=True, repr=False))
        for number, path in enumerate(paths)
    }


def _field(owner: Any, path: FieldPath, item: Any) -> dict[str, Any]:
    """Declare the first name of the path, and within its type the next."""
    name, *rest = path
    type_: Any = list[item]
    if rest:
        fields = _field(BaseModel, tuple(rest), item)
        type_ = create_model("_".join(("Nested", *path)), __base__=BaseModel, **fields)
    safe = name if _is_usable(owner, name) else f"{''.join(c if c.isalnum() else '_' for c in name)}_".lstrip("_")
    return {safe: (type_ | None, Field(default=None, alias=None if safe == name else name))}


def _is_usable(owner: Any, name: str) -> bool:
    """Whether a wire name can be an attribute of the model as it is."""
    usable = name.isidentifier() and not iskeyword(name) and not name.startswith(("_", "model_", "page_"))
    return usable and not hasattr(owner, name)


def _declares(page: Any, wire_name: str) -> bool:
    return any(wire_name in (name, field.alias) for name, field in page.model_fields.items())
