"""Run the benchmarks named on the command line, or all.

python -m benchmarks [generate|requests ...] [--corpus DIR]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from . import generate, requests

BENCHMARKS = {"generate": generate.main, "requests": requests.main}


def main() -> int:
    """Run them one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help=", ".join(BENCHMARKS))
    parser.add_argument("--corpus", type=Path, default=Path(__file__).parents[2] / "shared" / "corpus")
    options = parser.parse_args()
    for name in options.names or BENCHMARKS:
        print(f"== {name}")
        BENCHMARKS[name](options.corpus)
    return 0


if __name__ == "__main__":
    sys.exit(main())
