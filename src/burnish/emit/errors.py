"""What emitting raises."""

from __future__ import annotations

__all__ = ["HandEdited", "InternalError", "OutputRefused"]


class InternalError(Exception):
    """A bug of ours, found before anything was written."""


class OutputRefused(Exception):
    """What was asked for must not be written: the message says which file or folder is in the way, and what to do."""


class HandEdited(Exception):
    """Generated files were edited by hand; `edits` pairs each path with the source to edit instead."""

    def __init__(self, edits: tuple[tuple[str, str], ...]) -> None:
        """Keep the edits."""
        super().__init__(f"{len(edits)} generated files were edited by hand")
        self.edits = edits
