"""Typed settings of an SDK (layer 1)."""

from .keys import is_table as is_table, keys_of as keys_of
from .model import *  # noqa: F403  # its `__all__` is the list
from .names import CLIENT_ARGUMENTS as CLIENT_ARGUMENTS, is_python_name as is_python_name
from .resources import *  # noqa: F403  # its `__all__` is the list
