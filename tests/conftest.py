"""What every test may use: system tools that must be present in CI, and a count of what was skipped without them."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

_NOT_INSTALLED = " is not installed"


# Output is compared at the width of a pipe; workers of a test run are started with one of their own.
os.environ.pop("COLUMNS", None)

# A busy machine must not fail a law, and CI must not fail by luck: there, the same examples are drawn every time.
settings.register_profile(
    "steady",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")


@pytest.fixture
def tool() -> Callable[[str], Path]:
    """Return a function that finds a system tool, skips the test where it is missing, and fails in CI."""

    def find(name: str) -> Path:
        path = shutil.which(name)
        if path:
            return Path(path)
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is missing, and CI runs every test")
        pytest.skip(f"{name}{_NOT_INSTALLED}")

    return find


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end which tools were missing, and how many tests that skipped."""
    reasons = (report.longrepr[2] for report in terminalreporter.getreports("skipped"))
    missing = Counter(reason.removeprefix("Skipped: ") for reason in reasons if reason.endswith(_NOT_INSTALLED))
    for reason, count in sorted(missing.items()):
        noun = "test" if count == 1 else "tests"
        terminalreporter.write_line(f"{count} {noun} skipped: {reason}")
