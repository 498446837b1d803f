"""Reading files into documents whose nodes know their place (layer 1)."""

from .document import Document, RefPolicy, SourceFile, Target, decode_pointer, read
from .node import Arr, Key, Obj, Place, Positions, Scalar, Value, plain

__all__ = [
    "Arr",
    "Document",
    "Key",
    "Obj",
    "Place",
    "Positions",
    "RefPolicy",
    "Scalar",
    "SourceFile",
    "Target",
    "Value",
    "decode_pointer",
    "plain",
    "read",
]
