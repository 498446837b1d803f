"""Words that are actions where they begin the last segment of a path, by the HTTP verb."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["ACTIONS"]

READING = frozenset(
    [
        "autocomplete",
        "browse",
        "compare",
        "download",
        "export",
        "fetch",
        "find",
        "list",
        "login",
        "logout",
        "lookup",
        "ping",
        "poll",
        "query",
        "read",
        "render",
        "resolve",
        "search",
        "subscribe",
        "suggest",
        "validate",
        "verify",
        "watch",
    ]
)
CHANGING = frozenset(
    [
        "accept",
        "activate",
        "add",
        "approve",
        "archive",
        "assign",
        "attach",
        "cancel",
        "clear",
        "close",
        "complete",
        "configure",
        "confirm",
        "deactivate",
        "decline",
        "detach",
        "disable",
        "dismiss",
        "enable",
        "enqueue",
        "execute",
        "finish",
        "generate",
        "invite",
        "lock",
        "mark",
        "merge",
        "move",
        "mute",
        "pause",
        "promote",
        "publish",
        "reject",
        "refresh",
        "release",
        "remove",
        "rename",
        "reopen",
        "reorder",
        "reset",
        "restart",
        "restore",
        "resume",
        "retry",
        "revoke",
        "rotate",
        "run",
        "send",
        "set",
        "snooze",
        "start",
        "stop",
        "submit",
        "suspend",
        "sync",
        "toggle",
        "transfer",
        "trigger",
        "unarchive",
        "unassign",
        "unlock",
        "unmute",
        "unpublish",
        "upload",
        "upsert",
    ]
)
REMOVING = frozenset(["cancel", "clear", "detach", "disable", "purge", "remove", "reset", "revoke", "unassign"])
ACTIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {"get": READING, "put": CHANGING, "patch": CHANGING, "delete": REMOVING}
)
"""After GET only what reads is an action: `archive` and `release` are things there."""
