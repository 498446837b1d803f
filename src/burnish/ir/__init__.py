"""The language-neutral API model: closed unions of frozen records (layer 1)."""

from .api import *  # noqa: F403  # its `__all__` is the list
from .declarations import *  # noqa: F403  # its `__all__` is the list
from .docs import *  # noqa: F403  # its `__all__` is the list
from .names import *  # noqa: F403  # its `__all__` is the list
from .operations import *  # noqa: F403  # its `__all__` is the list
from .types import *  # noqa: F403  # its `__all__` is the list
from .walk import *  # noqa: F403  # its `__all__` is the list
