"""One engine: conditions compiled to one Python function of bitwise operations (DESIGN section 4).

The function is generated from validated models only: every name in it is made here, every constant is an index.
Its inputs and outputs are integers; with one-bit integers it judges one assessment, with n-bit integers n at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from vendorrisk.model.condition import Condition, Leaf
from vendorrisk.model.policy import Criterion, EvidenceRule
from vendorrisk.model.questionnaire import Question
from vendorrisk.rules.truth import leaves as distinct_leaves

Slot = tuple[EvidenceRule, str]
"""An evidence rule and a question whose answer it binds."""


CriterionBits = tuple[int, int, int, int]
"""A criterion's finding: met, partly met, unmet, undetermined, one bit per assessment in each; none set means not
applicable. A plain tuple, because millions are made."""


class Outcome(NamedTuple):
    """What the compiled function returns."""

    shown: Sequence[int]
    """Per conditional question, in the program's order: 1 if shown."""
    hidden: Sequence[int]
    """Per conditional question: 1 if hidden. Neither: not yet known."""
    true: Sequence[int]
    """Leaf vector, T bits, after visibility: the trace."""
    false: Sequence[int]
    """Leaf vector, F bits."""
    criteria: Sequence[CriterionBits]


@dataclass(frozen=True)
class Program:
    """Compiled conditions with the order of their inputs."""

    leaves: tuple[Leaf, ...]
    conditional: tuple[str, ...]
    """Questions with a ``show_when``, in an order in which each comes after those it depends on."""
    slots: tuple[Slot, ...]
    run: Callable[[Sequence[int], Sequence[int], Sequence[int], Sequence[int], int], Outcome]
    """``run(true, false, enough, undated, ones)``: leaf bits per leaf; support bits per slot (``undated`` includes
    ``enough``; an accepted N/A sets both); ``ones`` has every bit set."""
    source: str


class CircularShowWhen(ValueError):  # noqa: N818  says what is wrong
    """Questions whose ``show_when`` depend on each other in a circle; ``questions`` names them."""

    def __init__(self, questions: Sequence[str]) -> None:
        how = "depend on each other in a circle" if len(questions) > 1 else "depends on its own answer"
        super().__init__(f"the show_when of {', '.join(questions)} {how}")
        self.questions = tuple(questions)


def compile_program(questions: Mapping[str, Question], criteria: Sequence[Criterion] = ()) -> Program:
    """Return the program of all ``show_when`` conditions and of the criteria.

    Raises :class:`CircularShowWhen`, and ``KeyError`` for a condition on an unknown question.
    """
    order = _visibility_order(questions)
    conditions: list[Condition | None] = [questions[name].show_when for name in order]
    for criterion in criteria:
        conditions += [criterion.applies_when, criterion.met_when, criterion.partly_met_when]
    leaves = distinct_leaves(*conditions)
    for leaf in leaves:
        questions[leaf.question]  # an unknown question is a KeyError here, not a silent unknown later
    writer = _Writer(leaves, order)
    source = writer.function(questions, criteria)
    scope: dict[str, Any] = {"Outcome": Outcome}
    exec(compile(source, "<compiled policy>", "exec"), scope)  # noqa: S102  generated from indices only
    return Program(leaves, order, tuple(writer.slots), scope["run"], source)


def _visibility_order(questions: Mapping[str, Question]) -> tuple[str, ...]:
    """Return the conditional questions, each after those that its condition names."""
    waiting = {
        name: {leaf.question for leaf in question.show_when.leaves() if questions[leaf.question].show_when}
        for name, question in questions.items()
        if question.show_when is not None
    }
    order: dict[str, None] = {}
    while waiting:
        ready = [name for name, needs in waiting.items() if needs <= order.keys()]
        if not ready:
            raise CircularShowWhen(_circle(waiting))
        for name in ready:
            order[name] = None
            del waiting[name]
    return tuple(order)


def _circle(waiting: Mapping[str, set[str]]) -> list[str]:
    """Return the members of one circle: whoever waits leads to one, but need not be in it."""
    path = [min(waiting)]
    while (following := min(waiting[path[-1]] & waiting.keys())) not in path:
        path.append(following)
    return sorted(path[path.index(following) :])


class _Writer:
    """Writes the function's source.

    Its variables: t/f leaf bits, s/h shown and hidden, e/u support, a/b supported leaves, x/y nodes, c findings.
    """

    def __init__(self, leaves: tuple[Leaf, ...], order: tuple[str, ...]) -> None:
        self.index = {leaf: number for number, leaf in enumerate(leaves)}
        self.names = {leaf: (f"t{i}", f"f{i}") for leaf, i in self.index.items()}
        self.order = {name: number for number, name in enumerate(order)}
        self.slots: dict[Slot, int] = {}
        self.lines: list[str] = []
        self.nodes = 0

    def function(self, questions: Mapping[str, Question], criteria: Sequence[Criterion]) -> str:
        ready: set[str] = set(questions) - set(self.order)
        for name, number in self.order.items():
            condition = questions[name].show_when
            if condition is not None:
                true, false = self.node(condition, self.names)
                self.add(f"s{number} = {true} & ~{false}; h{number} = {false}")
            ready.add(name)
            self.hide_leaves(name, number)
        names = [self.criterion(number, criterion) for number, criterion in enumerate(criteria)]
        body = "\n    ".join(self.lines)
        return (
            "def run(true, false, enough, undated, ones):\n"
            f"    {_unpack('t', len(self.index), 'true')}\n"
            f"    {_unpack('f', len(self.index), 'false')}\n"
            f"    {_unpack('e', len(self.slots), 'enough')}\n"
            f"    {_unpack('u', len(self.slots), 'undated')}\n"
            f"    {body}\n"
            f"    return Outcome({_tuple('s', len(self.order))}, {_tuple('h', len(self.order))},\n"
            f"        {_tuple('t', len(self.index))}, {_tuple('f', len(self.index))},\n"
            f"        ({''.join(name + ', ' for name in names)}))\n"
        )

    def add(self, line: str) -> None:
        self.lines.append(line)

    def hide_leaves(self, question: str, number: int) -> None:
        """Remove a hidden question's leaves; while its visibility is unknown, they are unknown."""
        for leaf, i in self.index.items():
            if leaf.question == question:
                self.add(f"t{i} = t{i} & s{number} | h{number}; f{i} = f{i} & s{number} | h{number}")

    def node(self, condition: Condition, leaf_names: Mapping[Leaf, tuple[str, str]]) -> tuple[str, str]:
        """Write a condition; return the names of its T and F bits."""
        if isinstance(condition, Leaf):
            return leaf_names[condition]
        states = [self.node(member, leaf_names) for member in condition.members]
        if condition.kind == "not":
            true, false = states[0]
            return false, true
        result = states[0]
        for state in states[1:]:
            result = self.join(condition.kind, result, state)
        return result

    def join(self, kind: str, a: tuple[str, str], b: tuple[str, str]) -> tuple[str, str]:
        (t1, f1), (t2, f2) = a, b
        n = self.nodes = self.nodes + 1
        both = f"{t1} & {f1} & {t2} & {f2}"
        if kind == "all":
            self.add(f"x{n} = {t1} & {t2}; y{n} = {f1} & ~{t1} | {f2} & ~{t2} | {both}")
        else:
            self.add(f"x{n} = {t1} & ~{f1} | {t2} & ~{f2} | {both}; y{n} = {f1} & {f2}")
        return f"x{n}", f"y{n}"

    def criterion(self, number: int, criterion: Criterion) -> str:
        """Write the finding table of DESIGN section 4; return the name of the result."""
        mt, mf = self.node(criterion.met_when, self.names)
        self.add(f"m = {mt} & ~{mf}; n = {mf} & ~{mt}; q = ones & ~({mt} | {mf})")
        applies, unclear = "ones", ""
        if criterion.applies_when is not None:
            at, af = self.node(criterion.applies_when, self.names)
            self.add(f"p = {at} & ~{af}; z = ones & ~({at} | {af})")
            applies, unclear = "p", " | z"
        met, weak, undated = "m", "", ""
        if criterion.evidence is not None:
            enough, dated = (self.supported(criterion, prefix) for prefix in "eu")
            self.add(f"k = m & {enough}; d = m & {dated} & ~k; w = m & ~{dated} & ~k")
            met, weak, undated = "k", " | w", " | d"
        unmet, partly, unsure = "n", "0", ""
        if criterion.partly_met_when is not None:
            pt, pf = self.node(criterion.partly_met_when, self.names)
            unmet, partly, unsure = f"n & {pf}", f"n & {pt} & ~{pf}", f" | n & ~({pt} | {pf})"
        self.add(
            f"c{number} = ({applies} & {met}, {applies} & ({partly}{weak}), {applies} & {unmet}, "
            f"{applies} & (q{undated}{unsure}){unclear})",
        )
        return f"c{number}"

    def supported(self, criterion: Criterion, prefix: str) -> str:
        """Write met_when once more, with every answer that is not supported taken as unknown."""
        rule = criterion.evidence
        names: dict[Leaf, tuple[str, str]] = {}
        for leaf in distinct_leaves(criterion.met_when):
            i = self.index[leaf]
            slot = self.slots.setdefault((rule, leaf.question), len(self.slots))  # type: ignore[arg-type]
            hidden = f" | h{self.order[leaf.question]}" if leaf.question in self.order else ""
            self.add(f"g = {prefix}{slot}{hidden}; a{i} = t{i} & g; b{i} = f{i} & g")
            names[leaf] = f"a{i}", f"b{i}"
        true, false = self.node(criterion.met_when, names)
        self.add(f"{prefix}m = {true} & ~{false}")
        return f"{prefix}m"


def _unpack(prefix: str, count: int, source: str) -> str:
    return f"{_tuple(prefix, count)} = {source}" if count else "pass"


def _tuple(prefix: str, count: int) -> str:
    return "(" + "".join(f"{prefix}{number}, " for number in range(count)) + ")"
