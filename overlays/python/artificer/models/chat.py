"""Models of chats."""

from ..types.chat import *  # noqa: F403
