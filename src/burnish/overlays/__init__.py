"""Overlays: hand-written files laid over the generated ones, and whether they fit (layer 3; design.md, 5)."""
