"""Assessments scored per second on one core: findings, score range and verdict, without rendered text.

Run: .venv/bin/python benchmarks/bench_score.py

Content is the shipped one: cut to 60 questions and 30 criteria, cut to 85 criteria (every minimum, then expected ones),
and whole. Answers are drawn with a fixed seed: 95 % of the questions answered, half of the answers with dated evidence.
Each assessment is scored once, soon after it was made, by a scorer that has seen others but not this one. Time is the
process's own (user and system), the best of several rounds: other work on the machine counts as little as can be.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from pathlib import Path

from vendorrisk.content import Content
from vendorrisk.model.answer import Answer, Evidence, Source
from vendorrisk.model.policy import Level, Policy, Tier
from vendorrisk.model.questionnaire import Question, Questionnaire, QuestionType
from vendorrisk.model.result import TierResult
from vendorrisk.rules.facts import facts
from vendorrisk.scoring.scorer import Scorer
from vendorrisk.scoring.triage import risk_facts

AS_OF = dt.date(2026, 11, 23)
SEEN = 2000
"""Assessments that the scorer has judged before time is taken."""
ROUNDS, ROUND = 40, 50
SOURCE = Source(channel="workbook", recorder="bench", at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
EVIDENCE = Evidence(name="e.pdf", kind="file", issued=dt.date(2026, 6, 1), sha256="0" * 64)


def drawn(question: Question, rng: random.Random) -> str | int | tuple[str, ...]:
    """Return an answer of the question's type."""
    if question.type in (QuestionType.YES_NO, QuestionType.CHOICE):
        return rng.choice(question.option_ids)
    if question.type is QuestionType.MULTI:
        return tuple(option for option in question.option_ids if rng.random() < 0.5)
    if question.type in (QuestionType.NUMBER, QuestionType.PERCENT):
        return rng.randint(0, 100)
    if question.type is QuestionType.DATE:
        return (AS_OF - dt.timedelta(days=rng.randint(0, 700))).isoformat()
    return ("one", "two") if question.type is QuestionType.LIST else "text"


def answers(questionnaire: Questionnaire, rng: random.Random) -> dict[str, Answer]:
    """Return one assessment's answers."""
    return {
        question.id: Answer(
            value=drawn(question, rng),
            evidence=(EVIDENCE,) if rng.random() < 0.5 else (),
            source=SOURCE,
        )
        for question in questionnaire.questions
        if rng.random() < 0.95
    }


def cut(questionnaire: Questionnaire, policy: Policy, questions: int, criteria: int) -> tuple[Questionnaire, Policy]:
    """Return the first criteria and a questionnaire that has their questions, filled up to a number."""
    kept = policy.criteria[:criteria]
    needed = {
        leaf.question
        for criterion in kept
        for condition in (criterion.applies_when, criterion.met_when, criterion.partly_met_when)
        if condition is not None
        for leaf in condition.leaves()
    }
    by_id = {question.id: question for question in questionnaire.questions}
    waiting = list(needed)
    while waiting:
        question = by_id.get(waiting.pop())
        more = (
            {leaf.question for leaf in question.show_when.leaves()} - needed
            if question and question.show_when
            else set()
        )
        needed |= more
        waiting += more
    names = [name for name in by_id if name in needed]
    names += [name for name in by_id if name not in needed][: questions - len(names)]
    sections = [
        section.model_copy(update={"questions": tuple(q for q in section.questions if q.id in names)})
        for section in questionnaire.sections
    ]
    sections = [section for section in sections if section.questions]
    return (
        questionnaire.model_copy(update={"sections": tuple(sections)}),
        policy.model_copy(update={"criteria": kept}),
    )


def measure(questionnaire: Questionnaire, policy: Policy, triage: Questionnaire) -> tuple[float, float]:
    """Return assessments per second, and milliseconds to compile the policy."""
    start = time.process_time()
    scorer = Scorer(questionnaire, policy, AS_OF, triage)
    compiled = (time.process_time() - start) * 1000
    rng = random.Random(7)  # noqa: S311  a repeatable draw, no secret
    risk = risk_facts(TierResult(tier=Tier.HIGH, source="given"), None)

    def seconds() -> float:
        made = answers(questionnaire, rng)
        start = time.process_time()
        scorer.score(scorer.judge({**facts(made), **risk}))
        return time.process_time() - start

    for _ in range(SEEN):
        seconds()
    best = min(sum(seconds() for _ in range(ROUND)) for _ in range(ROUNDS))
    return ROUND / best, compiled


def main() -> None:
    """Print the table."""
    content = Content.find(Path(__file__).parent.parent)
    policy = content.policy("coalition-minimum")
    whole = content.questionnaire(policy.questionnaire)
    by_level = sorted(policy.criteria, key=lambda criterion: list(Level).index(criterion.level))
    most = policy.model_copy(update={"criteria": tuple(by_level[:85])})
    print(f"{'questions':>9} {'criteria':>8} {'assessments/s':>13} {'compile ms':>10}")
    for questionnaire, kept in (cut(whole, policy, 60, 30), (whole, most), (whole, policy)):
        speed, compiled = measure(questionnaire, kept, content.triage)
        print(f"{len(questionnaire.questions):>9} {len(kept.criteria):>8} {speed:>13,.0f} {compiled:>10.1f}")


if __name__ == "__main__":
    main()
