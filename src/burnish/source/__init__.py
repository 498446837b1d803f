"""Reading files into documents whose nodes know their place (layer 1)."""

from .document import Document, RefPolicy, Target, decode_pointer, read
from .files import SourceFile, no_collection
from .node import Arr, Key, KeyOf, Obj, Place, Positions, Scalar, Value, plain
from .overlay import apply_overlay
from .transforms import apply_transforms

__all__ = [
    "Arr",
    "Document",
    "Key",
    "KeyOf",
    "Obj",
    "Place",
    "Positions",
    "RefPolicy",
    "Scalar",
    "SourceFile",
    "Target",
    "Value",
    "apply_overlay",
    "apply_transforms",
    "decode_pointer",
    "no_collection",
    "plain",
    "read",
]
