"""Builds the sdist, the wheel from the sdist, installs it in a clean environment, and uses what it shipped.

Run by ``make check``. Needs no network: the dependencies are those of the environment that runs this.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Exit with a message that names the first thing that is wrong."""
    with tempfile.TemporaryDirectory(prefix="vendorrisk-wheel-") as name:
        folder = Path(name)
        wheel = _build(folder)
        python = _install(wheel, folder / "env")
        questionnaires, policies = _use(python, folder / "elsewhere")
        sys.stdout.write(
            f"The wheel {wheel.name}, built from the sdist, works alone: {questionnaires} questionnaires, "
            f"{policies} policies, no faults.\n",
        )


def _build(folder: Path) -> Path:
    """Build the sdist from the checkout, and the wheel from nothing but the sdist."""
    _run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(folder / "dist"), cwd=ROOT)
    (sdist,) = (folder / "dist").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder / "source", filter="data")
    (source,) = (folder / "source").iterdir()
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist"), cwd=source)
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


def _install(wheel: Path, target: Path) -> Path:
    """Install the wheel; dependencies come from the running environment, by a path behind the wheel's own."""
    venv.create(target, with_pip=False, symlinks=os.name != "nt")
    python = target / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = (sys.executable, "-m", "pip", "--python", str(python))
    _run(*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel))
    site = Path(_run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (site / "zz-dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return python


def _use(python: Path, elsewhere: Path) -> tuple[int, int]:
    """Run the installed command outside every checkout; return how many questionnaires and policies it ships."""
    elsewhere.mkdir()
    command = python.with_name("vendorrisk")
    where = _run(python, "-c", "import vendorrisk; print(vendorrisk.__file__)", cwd=elsewhere).strip()
    _must(
        Path(where).resolve().is_relative_to(python.parents[1].resolve()),
        f"vendorrisk was imported from {where}, not from the wheel",
    )
    rows = json.loads(_run(command, "content", "list", "--json", cwd=elsewhere))
    kinds = [row["kind"] for row in rows]
    shipped = {row["id"] for row in rows}
    _must({"coalition-core", "triage", "coalition-minimum"} <= shipped, f"the wheel ships only {sorted(shipped)}")
    said = _run(command, "content", "check", cwd=elsewhere)
    _must("_content" in said.replace("\n", ""), f"the content did not come from the wheel: {said}")
    # Migrations, theme and fonts are no Python: each of these needs one of them.
    home = ("--home", str(elsewhere / "home"))
    _run(command, *home, "vendor", "add", "Acme", cwd=elsewhere)
    _run(command, *home, "template", "coalition-core", "-o", "blank.xlsx", "--vendor", "acme", cwd=elsewhere)
    _run(command, *home, "gaps", "blank.xlsx", "-o", "gaps.pdf", cwd=elsewhere)
    return kinds.count("questionnaire"), kinds.count("policy")


def _run(*command: str | Path, cwd: Path | None = None) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VENDORRISK"))}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    said = f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    _must(done.returncode == 0, said)
    return done.stdout


def _must(holds: bool, otherwise: str) -> None:  # noqa: FBT001  an assertion that -O keeps
    if not holds:
        sys.exit(otherwise)


if __name__ == "__main__":
    main()
