"""Diagnostics of reading a Stainless configuration."""

from __future__ import annotations

from burnish.diagnostics import Code, Severity

__all__ = ["BAD_VALUE", "NOT_DONE", "PARTLY_DONE", "UNKNOWN_KEY"]

UNKNOWN_KEY = Code(
    slug="stainless-unknown-key",
    severity=Severity.WARNING,
    title='"{name}" is no key of a Stainless configuration here',
    why="The public reference of the format has no such key at this place, so that nothing comes of it.",
    fix="{advice}",
    advice="correct the spelling, or remove the key",
    elsewhere="organization:\n  nmae: acme",
)

BAD_VALUE = Code(
    slug="stainless-bad-value",
    severity=Severity.ERROR,
    title='"{name}" is not {wanted}',
    why="A value of another kind cannot mean what the key is for.",
    fix="write {wanted}",
    advice="write a value as the public reference of the format describes it",
    elsewhere="resources:\n  pets:\n    methods: [list]",
)

NOT_DONE = Code(
    slug="stainless-not-done",
    severity=Severity.ERROR,
    title='Burnish does nothing with "{name}" of a Stainless configuration: {what}',
    why="The key would change the SDK, and an SDK without the change is not the one that its users have.",
    fix='remove the key, write that part by hand in an overlay, or list "stainless-not-done" in `allow`',
    elsewhere="resources:\n  chat:\n    methods:\n      connect: {type: websocket, endpoint: get /chat}",
)

PARTLY_DONE = Code(
    slug="stainless-partly-done",
    severity=Severity.WARNING,
    title='Burnish takes "{name}" of a Stainless configuration only in part: {what}',
    why="The SDK works without the rest, but does not do all that the configuration asks for.",
    fix="look whether users notice, and write that part by hand in an overlay",
    elsewhere="streaming:\n  on_event:\n    - {event_type: ping, handle: continue}",
)
