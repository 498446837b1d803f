"""Models of chains of models."""

from ..types.orchestration import *  # noqa: F403
from ..types.shared import ValidationConfig as ValidationConfig, ValidationConfigParam as ValidationConfigParam
