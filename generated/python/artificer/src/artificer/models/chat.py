# Copied from overlays/python/artificer/models/chat.py; edit it there.
"""Models of chats."""

from ..types.chat import *  # noqa: F403
