"""Models of batch jobs."""

from ..types.batch import *  # noqa: F403
