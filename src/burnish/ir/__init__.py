"""The language-neutral API model: closed unions of frozen dataclasses (layer 1)."""

from .api import *  # noqa: F403
from .declarations import *  # noqa: F403
from .docs import *  # noqa: F403
from .names import *  # noqa: F403
from .operations import *  # noqa: F403
from .types import *  # noqa: F403
from .walk import *  # noqa: F403
