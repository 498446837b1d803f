"""Typed settings of an SDK (layer 1)."""

from .model import *  # noqa: F403
