"""Names that Stainless gives: to models, and to the arguments and answers of methods."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from burnish.openapi.naming import words

from ..spelling import module_name, spelled_class
from .plurals import singular_words

__all__ = ["Home", "Speller"]

Words = tuple[str, ...]
SHARED = "$shared"


class Home(Struct, frozen=True):
    """The module that a type stands in, from the package's root, and the class that the module is for."""

    module: str
    name: str
    words: Words


class Speller(Struct, frozen=True):
    """Spells modules and classes with the casings of one SDK.

    `folders` are its packages of types (`chat`), `standalone` the resources whose types are in a package of their own.
    """

    casings: Mapping[str, str]
    folders: frozenset[str] = frozenset()
    standalone: frozenset[str] = frozenset()

    def name(self, parts: Words) -> str:
        """A class name."""
        return spelled_class(parts, self.casings)

    def singular(self, parts: Words) -> Words:
        """Words whose last one is no plural."""
        return singular_words(parts, self.casings)

    def model(self, resource: str, key: str, *, arguments: bool, plain: bool = False) -> Home:
        """The home of a model: `$shared` has two packages, others a second module for arguments, but `plain` ones."""
        parts = stated_words(key)
        if resource == SHARED:
            return self.home("shared_params" if arguments else "shared", parts)
        if arguments and not plain and parts[-1] != "param":
            parts = (*parts, "param")
        return self.home(self.folder(tuple(resource.split("."))), parts)

    def method(self, path: tuple[str, ...], method: Words, ending: str) -> Home:
        """The home of the arguments (`params`) or the answer (`response`) of a method."""
        own = self.singular(tuple(path[-1].strip("_").split("_"))) if path else ()
        if not path and ending == "params":
            own = ("client",)
        return self.home(self.folder(path), (*own, *method, ending))

    def folder(self, path: tuple[str, ...]) -> str:
        """The package of a resource's types: that of the resource it stands in, unless it stands alone."""
        whole = ".".join(path)
        return whole if whole in self.standalone else ".".join(path[:-1])

    def home(self, folder: str, parts: Words) -> Home:
        """A home in a folder of types; a module that would have the name of a folder gets an underscore."""
        path = ".".join(filter(None, (folder, module_name(parts))))
        return Home(f".types.{path}{'_' if path in self.folders else ''}", self.name(parts), parts)


def stated_words(key: str) -> Words:
    """The words of a model's name: what is in snake case stays as it is."""
    return tuple(filter(None, key.split("_"))) if key.islower() else words(key) or (key,)
