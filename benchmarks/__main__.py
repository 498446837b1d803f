"""Run the benchmarks named on the command line, or all.

python -m benchmarks [generate|startup|small|listing|events|fanout|log|artificer ...] [--corpus DIR]
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from . import artificer, calls, generate

BENCHMARKS = {
    "generate": generate.main,
    "artificer": artificer.main,
    **{part: partial(calls.main, part) for part in calls.PARTS},
}


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
