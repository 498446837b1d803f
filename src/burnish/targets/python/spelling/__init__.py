"""How names, values and text become Python: the only place where text of a description turns into program text."""

from .literals import compact_literal, literal
from .names import class_name, identifier, module_name, safe_part, settle_names, spelled_class
from .text import comment, docstring, markdown, toml_string, visible, yaml_string

__all__ = [
    "class_name",
    "comment",
    "compact_literal",
    "docstring",
    "identifier",
    "literal",
    "markdown",
    "module_name",
    "safe_part",
    "settle_names",
    "spelled_class",
    "toml_string",
    "visible",
    "yaml_string",
]
