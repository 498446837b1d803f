"""Names: their words, and the resource tree that operations stand in."""

from .placed import Call, Placed
from .resources import place_operations
from .schemas import schema_words
from .words import pascal, singular, words

__all__ = ["Call", "Placed", "pascal", "place_operations", "schema_words", "singular", "words"]
