"""Parity: the public surface of a published SDK against that of the one generated in its place.

Both packages are read by `ast`; neither is imported, so neither has to be installable here, and nothing of theirs runs.
"""

from .card import Card, Difference, Tally, compare
from .package import NoPackage, Package, find_package, read_package
from .render import Style, render
from .surface import Kind, Symbol

__all__ = [
    "Card",
    "Difference",
    "Kind",
    "NoPackage",
    "Package",
    "Style",
    "Symbol",
    "Tally",
    "compare",
    "find_package",
    "read_package",
    "render",
]
