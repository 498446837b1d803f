"""Names: their words, and the resource tree that operations stand in."""

from .words import pascal, singular, words

__all__ = ["pascal", "singular", "words"]
