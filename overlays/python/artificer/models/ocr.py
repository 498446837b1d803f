"""Models of images, scans and PDFs."""

from ..types.images import *  # noqa: F403
from ..types.pdf import *  # noqa: F403
