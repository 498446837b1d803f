"""Models of batch jobs."""

from ..types.batch import *  # noqa: F403
from ..types.shared import ValidationConfig as ValidationConfig, ValidationConfigParam as ValidationConfigParam
