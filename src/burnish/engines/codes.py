"""Diagnostics of the classic engine."""

from __future__ import annotations

from burnish.diagnostics import Code, Severity

__all__ = ["CLASSIC_ENGINE_MISSING", "CLASSIC_GAP", "CLASSIC_OPERATION"]

CLASSIC_ENGINE_MISSING = Code(
    slug="classic-engine-missing",
    severity=Severity.ERROR,
    title='engine "classic" needs {engines}, which is not installed',
    why="The classic engine runs other generators, which Burnish does not install by itself.",
    fix='install them with `pip install "burnish[classic]"`, or remove `engine = "classic"` from burnish.toml',
    elsewhere='engine = "classic"',
)

CLASSIC_OPERATION = Code(
    slug="classic-operation",
    severity=Severity.ERROR,
    title="openapi-python-client left out {count} of {total} operations: {missing}",
    why="The classic engine's client does not support everything that the native engine does, and leaves out what it "
    "cannot express. Burnish does not publish an SDK with silent gaps.",
    fix='change what the warnings above name, or use `engine = "native"`',
    elsewhere='engine = "classic"',
)

CLASSIC_GAP = Code(
    slug="classic-gap",
    severity=Severity.WARNING,
    title="openapi-python-client: {what}",
    why="The raw client of the classic engine lacks what it cannot express. The SDK's own client, beside it, has all.",
    fix="call this operation through the SDK's client",
    elsewhere='engine = "classic"',
)
