"""Places, problems and the report (layer 0: imports nothing of Burnish)."""

from .report import Code, Diagnostic, Located, Problems, Related, Report, Severity
from .span import Span

__all__ = ["Code", "Diagnostic", "Located", "Problems", "Related", "Report", "Severity", "Span"]
