"""Targets: languages that an API model can be written in (layer 2)."""
