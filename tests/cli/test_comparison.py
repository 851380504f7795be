"""The comparison on the terminal: what decides stands in full, what does not is counted where it is long."""

from __future__ import annotations

import pytest
from factories_statement import house_style, make_findings, make_statement

from vendorrisk.cli.comparison import show_comparison
from vendorrisk.cli.plain import stream_console
from vendorrisk.model.policy import Verdict
from vendorrisk.model.result import FindingState
from vendorrisk.reports.compare import compare

STYLE = house_style()


@pytest.mark.parametrize(
    ("apart", "shown", "said"), [(12, 10, "and 2 more: write all with -o FILE.html"), (10, 10, "")]
)
def test_criteria_that_apply_to_only_some_are_counted_beyond_the_tenth(
    apart: int, shown: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked_of_both = make_findings()
    names = [one.criterion for one in asked_of_both if one.criterion.startswith("EXP")][:apart]
    asked_of_one = make_findings(dict.fromkeys(names, FindingState.NOT_APPLICABLE))
    statements = [
        make_statement(Verdict.MEETS, vendor_name=name, attestation_id=f"urn:uuid:{name}", findings=findings)
        for name, findings in (("acme", asked_of_both), ("birch", asked_of_one))
    ]
    found = compare(statements, statements[0].as_of)
    assert [row.criterion for row in found.applying] == names
    show_comparison(found, STYLE.theme, STYLE.wording, stream_console())
    out = capsys.readouterr().out
    assert sum(name in out for name in names) == shown
    assert ("more: write all" in out) == bool(said)
    assert said in out
