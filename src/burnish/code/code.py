"""`Code`: a piece of Python text that carries the imports it needs.

Only three functions of `burnish.targets.python` make `Code` from text of the description: the namer (identifiers), the
literal writer and the docstring/comment writer. Templates print nothing else, so text of the description cannot
become program text.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

__all__ = ["Code", "Import", "join"]


class Import(Struct, frozen=True, order=True):
    """`from module import name`, or `import module` when `name` is empty.

    `module` is absolute or relative to the package being generated (`.types.batch`); `typing_only` puts the import
    under `TYPE_CHECKING`. One that is `local` stands in the text of its piece already, inside a function. `alias` is
    what the module calls the name where it has another thing of that name.
    """

    module: str
    name: str = ""
    typing_only: bool = False
    local: bool = False
    alias: str = ""


class Code(Struct, frozen=True):
    """Program text and the imports it needs."""

    text: str
    imports: frozenset[Import] = frozenset()

    def __str__(self) -> str:
        """The text alone."""
        return self.text

    def __bool__(self) -> bool:
        """An empty piece is false, so that templates can test for it."""
        return bool(self.text)

    def __add__(self, other: Code) -> Code:
        """Concatenate text, unite imports."""
        return Code(self.text + other.text, self.imports | other.imports)


def join(separator: str, pieces: Iterable[Code]) -> Code:
    """Join pieces with a separator that is program text of ours."""
    pieces = tuple(pieces)
    return Code(
        separator.join(piece.text for piece in pieces),
        frozenset[Import]().union(*(piece.imports for piece in pieces)),
    )
