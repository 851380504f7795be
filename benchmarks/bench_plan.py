"""Plans and explanations of one assessment, on the shipped content: from answers in hand to the finished result.

Run: .venv/bin/python benchmarks/bench_plan.py

Three assessments at high risk: blank; middling, where each answer is drawn with a fixed seed; and nearly good, where
nine in ten are the best option. An explanation is of one minimum criterion, its smallest change included; the table
shows the slowest of all minimums. Times are the best of three.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from vendorrisk.content import Content, pin
from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment, Vendor
from vendorrisk.model.policy import Level, Tier
from vendorrisk.model.questionnaire import Question, Questionnaire, QuestionType
from vendorrisk.model.result import TierResult
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.explanation import explain_criterion
from vendorrisk.scoring.plan import plan_to_meet, plan_to_score
from vendorrisk.scoring.scorer import Scorer
from vendorrisk.scoring.sensitivity import sensitivity

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from benchmarks.bench_score import EVIDENCE, SOURCE, answers  # noqa: E402  found through the path above

AS_OF = dt.date(2026, 11, 23)
POLICIES = ("coalition-minimum", "coalition-minimum+finance+public-sector")


def nearly_good(questionnaire: Questionnaire, rng: random.Random) -> dict[str, Answer]:
    """Return the best answer to every question with options, and a drawn one to one in ten and to all others."""
    drawn = answers(questionnaire, rng)
    best = {each.id: _best(each) for each in questionnaire.questions if each.options and rng.random() < 0.9}
    return drawn | {name: Answer(value=value, evidence=(EVIDENCE,), source=SOURCE) for name, value in best.items()}


def _best(question: Question) -> str | tuple[str, ...]:
    if question.type is QuestionType.MULTI:
        return tuple(option.id for option in question.options if not option.exclusive)
    return question.option_ids[0]


def fastest(work: Callable[[], object]) -> float:
    """Return the shortest of three runs in milliseconds."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def measure(scorer: Scorer, questionnaire: Questionnaire, made: dict[str, Answer]) -> list[float]:
    """Return the milliseconds of a plan to the verdict meets, one to a score of 80, an explanation, and sensitivity."""
    assessment = Assessment(vendor=Vendor(id="acme", name="Acme"), questionnaire=pin(questionnaire), answers=made)
    policy_pin = pin(scorer.policy)

    def case() -> Case:
        return Case(scorer, assessment, TierResult(tier=Tier.HIGH, source="given"))

    minimums = [each for each in scorer.policy.criteria if each.level is Level.MINIMUM]
    judged = case()
    judged.judgement  # noqa: B018  worked out once for all explanations of an assessment
    return [
        fastest(lambda: plan_to_meet(case(), policy_pin)),
        fastest(lambda: plan_to_score(case(), 80, policy_pin)),
        max(fastest(partial(explain_criterion, judged, each, policy_pin)) for each in minimums),
        fastest(lambda: sensitivity(case(), policy_pin)),
    ]


def main() -> None:
    """Print the table."""
    content = Content.find(ROOT)
    columns = ("plan", "to score 80", "explain", "sensitivity")
    print(f"{'milliseconds':<52}" + "".join(f"{name:>12}" for name in columns))
    for name in POLICIES:
        policy = content.policy(name)
        questionnaire = content.questionnaire(policy.questionnaire)
        scorer = Scorer(questionnaire, policy, AS_OF, content.triage)
        several = {
            "blank": dict[str, Answer](),
            "middling": answers(questionnaire, random.Random(7)),  # noqa: S311  a repeatable draw, no secret
            "nearly good": nearly_good(questionnaire, random.Random(7)),  # noqa: S311
        }
        for kind, made in several.items():
            times = measure(scorer, questionnaire, made)
            print(f"{name + ', ' + kind:<52}" + "".join(f"{each:>12.0f}" for each in times), flush=True)


if __name__ == "__main__":
    main()
