"""Start-up: --version and --help against an empty Python, whole processes in turn, bytecode compiled.

Run: .venv/bin/python benchmarks/bench_cli.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 21
SCRIPT = str(Path(sys.executable).parent / "vendorrisk")
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "vendorrisk --version": [SCRIPT, "--version"],
    "vendorrisk --help": [SCRIPT, "--help"],
}


def seconds(command: list[str]) -> float:
    """Return how long one run takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Print medians and ratios; the commands take turns, so that a busy machine slows all alike."""
    for command in COMMANDS.values():
        seconds(command)
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    base = times["python -c pass"]
    print(f"{'command':<22} {'median ms':>9} {'ratio':>6}")
    for name, found in times.items():
        ratio = statistics.median(one / empty for one, empty in zip(found, base, strict=True))
        print(f"{name:<22} {statistics.median(found) * 1000:>9.1f} {ratio:>6.2f}")


if __name__ == "__main__":
    main()
