"""Runs the whole journey for four sample vendors and shows each command: make demo.

Everything is written to demo-output/. The clock is set to the samples' date, so that the journey ends the same on any
day. The commands run in this process, through the same entry as ``vendorrisk`` on a command line.
"""
# ruff: noqa: INP001, T201  a script that talks

from __future__ import annotations

import contextlib
import io
import os
import shlex
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from vendorrisk.cli.app import run

ROOT = Path(__file__).resolve().parent.parent
OUT = Path("demo-output")
NOW = "2026-11-23T09:00:00+00:00"
ASSESSOR = "Ines Okafor"


@dataclass(frozen=True)
class Sample:
    """One vendor of the journey."""

    vendor: str
    name: str
    product: str
    accepts: tuple[str, ...]
    """Questions whose N/A reason the assessor accepts."""
    score: int
    """Exit code of ``score``."""

    @property
    def ref(self) -> str:
        """Name of the assessment."""
        return f"{self.vendor}/{self.product.lower().replace(' ', '-')}"


SAMPLES = (
    Sample(
        "northwind-hr",
        "Northwind HR",
        "Candidate Ranking",
        ("provenance.refusals", "people.labelling-safeguards"),
        0,
    ),
    Sample(
        "lumen-docs",
        "Lumen Docs",
        "Assistant",
        ("safety.crisis", "oversight.human-contact", "learning.authority-report"),
        0,
    ),
    Sample(
        "brightline-pay",
        "Brightline Pay",
        "Fraud Screen",
        (
            "provenance.refusals",
            "provenance.label-agreement",
            "people.labelling-pay",
            "people.labelling-rights",
            "people.labelling-safeguards",
        ),
        1,
    ),
    Sample("harbor-forms", "Harbor Forms", "Forms", (), 1),
)


def say(text: str) -> None:
    """Head the next part of the journey."""
    print(f"\n\033[1m== {text}\033[0m" if sys.stdout.isatty() else f"\n== {text}")


def do(*args: str, expect: int = 0, lines: int | None = None) -> None:
    """Show and run one command; stop the demo if it does not end as it must.

    ``lines``: how many lines of a long answer are shown.
    """
    print(f"\n$ vendorrisk {shlex.join(args)}", flush=True)
    said = io.StringIO()
    with contextlib.redirect_stdout(said) if lines else contextlib.nullcontext():
        code = run(list(args))
    if lines:
        answer = said.getvalue().splitlines()
        print("\n".join(answer[:lines]))
        print(f"... ({len(answer) - lines} more lines)")
    sys.stdout.flush()
    if code != expect:
        sys.exit(f"The demo stopped: this command ended with exit code {code}, and {expect} was expected.")
    if code:
        print(f"(exit code {code})", flush=True)


def assess(sample: Sample) -> None:
    """Take one vendor from the triage to the verdict."""
    folder = f"samples/{sample.vendor}"
    say(f"{sample.name}: {sample.product}")
    do("vendor", "add", sample.name, "--id", sample.vendor)
    do("triage", sample.vendor, "--product", sample.product, "--answers", f"{folder}/triage.yaml")
    into = ("--vendor", sample.vendor, "--product", sample.product)
    if sample.vendor == "brightline-pay":
        issues = str(OUT / "brightline-pay.issues.xlsx")
        do("import", f"{folder}/brightline-pay-first.xlsx", *into, "--issues", issues, expect=3)
        print("\nThe vendor mends the five cells and sends the workbook again.")
    do("import", f"{folder}/{sample.vendor}.xlsx", *into)
    if sample.accepts:
        accepted = [part for question in sample.accepts for part in ("--accept", question)]
        do("review", sample.ref, *accepted, "--reason", "The reason fits the product, as the demonstration showed.")
    if sample.vendor == "northwind-hr":
        do("score", sample.ref, expect=1)
        waive(sample)
    do("score", sample.ref, expect=sample.score)


def waive(sample: Sample) -> None:
    """Accept one failed minimum for a while, as an approver decided."""
    do(
        *("waive", sample.ref, "MIN-VUL-03"),
        *("--reason", "The yearly penetration test is booked for 11 to 22 January 2027."),
        *("--control", "Bug bounty programme, and a monthly scan by an outside firm until then."),
        *("--approver", "Helena Brandt, Chief Information Security Officer"),
        *("--from", "2026-11-20", "--until", "2027-02-28"),
    )


def decide(sample: Sample) -> None:
    """Record what a person decided on the result, with a condition to keep an eye on."""
    do(
        *("decide", sample.ref, "conditions"),
        *("--by", "Helena Brandt, Chief Information Security Officer"),
        *("--reason", "People read every shortlist, and the test is booked."),
        *("--condition", "Send the report of the penetration test [Dana Reyes] [by 2027-02-15]"),
    )


def attest() -> list[str]:
    """Sign every result but the incomplete one; return the files."""
    say("Sign what was found")
    print(f"\n{SAMPLES[-1].name} gives its two open answers first.")
    do("keys", "new", "--name", ASSESSOR, "--organisation", "Riverside Health Trust")
    files = []
    for sample in SAMPLES[:-1]:
        files.append(str(OUT / f"{sample.vendor}.pdf"))
        do("attest", sample.ref, "-o", files[-1])
    do("attest", SAMPLES[0].ref, "-o", str(OUT / "northwind-hr-public.pdf"), "--disclosure", "public")
    return files


def main() -> None:
    """Run the journey."""
    os.chdir(ROOT)
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    os.environ |= {"VENDORRISK_HOME": str(OUT / "home"), "VENDORRISK_NOW": NOW, "VENDORRISK_ACTOR": ASSESSOR}
    os.environ.pop("VENDORRISK_DATABASE_URL", None)
    start = time.monotonic()
    say("What the coalition asks and requires, and that both are sound")
    do("content", "check")
    do("policy", "test")
    do("template", "coalition-core", "-o", str(OUT / "coalition-core.xlsx"))
    for sample in SAMPLES:
        assess(sample)
    say("Why, and what to do")
    do("explain", "northwind-hr/candidate-ranking", "MIN-VUL-03")
    do("plan", "brightline-pay/fraud-screen")
    do("gaps", "brightline-pay/fraud-screen", "-o", str(OUT / "brightline-pay-gaps.pdf"))
    do("gaps", "brightline-pay/fraud-screen", "-o", str(OUT / "brightline-pay-gaps.xlsx"))
    decide(SAMPLES[0])
    do("gaps", "list", "northwind-hr/candidate-ranking")
    files = attest()

    say("Another member receives the files, with an own home folder and an own trust list")
    os.environ["VENDORRISK_HOME"] = str(OUT / "member")
    do("verify", files[0], expect=1)
    do("trust", "add", str(OUT / "home" / "keys" / "ines-okafor.cert.pem"))
    do("verify", files[0])
    altered = OUT / "northwind-hr-altered.pdf"
    data = bytearray(Path(files[0]).read_bytes())
    data[len(data) // 3] ^= 1
    altered.write_bytes(data)
    print(f"\nOne bit of {files[0]} is changed: {altered}")
    do("verify", str(altered), expect=1)
    do("register", "add", *files)
    do("compare", files[0], files[1], "-o", str(OUT / "comparison.html"), lines=45)

    say(f"Done in {time.monotonic() - start:.1f} s. To look at, in {OUT}/:")
    for path in sorted(OUT.iterdir()):
        if path.is_file():
            print(f"  {path}")


if __name__ == "__main__":
    main()
