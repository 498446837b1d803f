# Copied from overlays/python/artificer/models/conversation.py; edit it there.
"""Models of conversations and their messages."""

from ..types.conversations import *  # noqa: F403
from ..types.messages import *  # noqa: F403
from ..types.shared import Conversation as Conversation
from ..types.shared import Message as Message
from ..types.shared import Usage as Usage
