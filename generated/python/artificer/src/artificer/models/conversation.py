# Copied from overlays/python/artificer/models/conversation.py; edit it there.
"""Models of conversations and their messages."""

from ..types.conversations import *  # noqa: F403
from ..types.messages import *  # noqa: F403
from ..types.shared import Conversation as Conversation, Message as Message, Usage as Usage
