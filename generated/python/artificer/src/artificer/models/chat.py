# Copied from overlays/python/artificer/models/chat.py; edit it there.
"""Models of chats."""

from ..chat_stream import FinalMessage as FinalMessage
from ..types.chat import *  # noqa: F403
from ..types.shared import Usage as Usage
