# Copied from overlays/python/artificer/models/batch.py; edit it there.
"""Models of batch jobs."""

from ..types.batch import *  # noqa: F403
