"""OpenAPI: checking, normalising and lowering descriptions (layer 2)."""
