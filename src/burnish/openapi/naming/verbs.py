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
        "confirm",
        "deactivate",
        "decline",
        "detach",
        "disable",
        "dismiss",
        "enable",
        "finish",
        "invite",
        "lock",
        "mark",
        "merge",
        "move",
        "pause",
        "promote",
        "publish",
        "reject",
        "release",
        "remove",
        "rename",
        "reopen",
        "reorder",
        "reset",
        "restart",
        "restore",
        "resume",
        "revoke",
        "rotate",
        "set",
        "start",
        "stop",
        "submit",
        "suspend",
        "sync",
        "toggle",
        "transfer",
        "unarchive",
        "unassign",
        "unlock",
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
