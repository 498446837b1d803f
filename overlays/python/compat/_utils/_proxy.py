"""Objects that stand for others which are made when they are first used."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, Generic, TypeVar, cast

__all__ = ["LazyProxy"]

T = TypeVar("T")


class LazyProxy(Generic[T], ABC):
    """Passes everything on to what `__load__` gives."""

    def __getattr__(self, attr: str) -> object:
        target = self.__get_proxied__()
        return self if isinstance(target, LazyProxy) else getattr(target, attr)

    def __repr__(self) -> str:
        return self._told(repr)

    def __str__(self) -> str:
        return self._told(str)

    def __dir__(self) -> Iterable[str]:
        target = self.__get_proxied__()
        return [] if isinstance(target, LazyProxy) else dir(target)

    @property  # type: ignore[misc]  # isinstance() asks the object for its class before the type
    def __class__(self) -> type:  # pyright: ignore[reportIncompatibleMethodOverride]  # as above
        try:
            target = self.__get_proxied__()
        except Exception:
            return type(self)
        kind: Any = cast("Any", type(target))
        return cast("type", kind if issubclass(kind, LazyProxy) else target.__class__)

    def __get_proxied__(self) -> T:
        """What this stands for."""
        return self.__load__()

    def __as_proxied__(self) -> T:
        """This, typed as what it stands for."""
        return cast("T", self)

    @abstractmethod
    def __load__(self) -> T:
        """Make what this stands for."""

    def _told(self, tell: Any) -> str:
        target = self.__get_proxied__()
        kind = cast("type", type(target))
        return kind.__name__ if issubclass(kind, LazyProxy) else cast("str", tell(target))
