"""Reading files into documents whose nodes know their place (layer 1)."""

from .node import Arr, Obj, Place, Positions, Scalar, Value, plain

__all__ = ["Arr", "Obj", "Place", "Positions", "Scalar", "Value", "plain"]
