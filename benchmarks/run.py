"""Runs every benchmark in this folder, one after the other: make bench."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Print each benchmark's table under its name."""
    for script in sorted(Path(__file__).parent.glob("bench_*.py")):
        print(f"\n{script.name}", flush=True)
        subprocess.run([sys.executable, str(script)], check=True)


if __name__ == "__main__":
    main()
