"""The layout of SDKs that Stainless wrote: a module for every type, named after the resource and the method."""

from .layout import DropInLayout

__all__ = ["DropInLayout"]
