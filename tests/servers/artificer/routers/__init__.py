"""The operations, by operationId."""

from __future__ import annotations

from collections.abc import Mapping

from ..calls import Handler
from . import (
    auth,
    batch,
    chat,
    conversations,
    export,
    images,
    messages,
    model_admin,
    monitoring,
    orchestration,
    projects,
    search,
    usage,
)

__all__ = ["HANDLERS"]

HANDLERS: Mapping[str, Handler] = {
    **chat.HANDLERS,
    **conversations.HANDLERS,
    **messages.HANDLERS,
    **batch.HANDLERS,
    **images.HANDLERS,
    **orchestration.HANDLERS,
    **projects.HANDLERS,
    **export.HANDLERS,
    **search.HANDLERS,
    **usage.HANDLERS,
    **monitoring.HANDLERS,
    **model_admin.HANDLERS,
    **auth.HANDLERS,
}
