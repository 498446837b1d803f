"""Places, problems and the report (layer 0: imports nothing of Burnish).

A stage keeps its codes in a module `codes.py` of its own, one `Code(...)` constant each, listed in `__all__`; the
catalogue (`burnish.explain`) collects them from there. Nothing is registered, so importing a stage costs no other.
Reports are shown by `burnish.diagnostics.render`, which only those who show one import.
"""

from .report import Code, Diagnostic, Located, Problems, Related, Report, Severity
from .span import Span

__all__ = ["Code", "Diagnostic", "Located", "Problems", "Related", "Report", "Severity", "Span"]
