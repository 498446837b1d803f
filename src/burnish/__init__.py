"""Burnish: from an OpenAPI description to a Python SDK its maintainers are proud to publish."""

__all__ = ["__version__"]

__version__ = "0.1.0"
