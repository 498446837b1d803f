"""Models of chains of models."""

from ..types.orchestration import *  # noqa: F403
