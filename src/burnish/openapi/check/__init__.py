"""Checking a description: what the standard forbids, and what it allows but nobody can mean (layer 2)."""

from .check import RULES, check

__all__ = ["RULES", "check"]
