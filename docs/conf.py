"""Settings of the documentation: `nox -s docs` builds it, offline, and fails on a warning."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from sdkdocs import write_pages  # noqa: E402  # beside this file, which Sphinx runs from elsewhere

project = "Burnish"
author = "The Burnish authors"
copyright = "the Burnish authors"  # Sphinx calls it so
extensions = ["myst_parser", "sphinx_copybutton"]
copybutton_prompt_text = "$ "
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "guides"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "Burnish"
html_show_sphinx = False
html_show_sourcelink = html_copy_source = False
html_last_updated_fmt = None

write_pages(HERE.parent / "generated" / "python", HERE / "guides", HERE / "sdks")
