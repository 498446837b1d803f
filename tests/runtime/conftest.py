"""Makes the runtime importable as the package `sdk_runtime`: it is tested as the files that are laid into each SDK."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from hypothesis import settings

# How long an example takes says how busy the machine is.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")

ROOT = Path(__file__).parents[2]
RUNTIME = ROOT / "overlays" / "python" / "runtime"
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))


def load_runtime(name: str) -> None:
    """Import the runtime's folder as a package of another name, once."""
    if name in sys.modules:
        return
    spec = spec_from_file_location(name, RUNTIME / "__init__.py", submodule_search_locations=[str(RUNTIME)])
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


load_runtime("sdk_runtime")
