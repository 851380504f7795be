"""Conditions as spreadsheet formulas, so that a workbook says live which questions are needed.

One row per condition node with its T and F bits (DESIGN section 4), and one row per answer that a condition asks
about. Nodes refer to each other by cell, so formulas stay short however deep a condition is. The formulas use only
what Excel 2013, LibreOffice 7 and Google Sheets share. Where a cell can't be read with certainty it is unknown:
a formula may say "not yet clear" where the importer would read leniently, but never the opposite of the engine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from vendorrisk.model.condition import Condition, Leaf, Operator
from vendorrisk.model.questionnaire import Question, Questionnaire, QuestionType
from vendorrisk.model.term import resolve_date
from vendorrisk.phrases.workbook import Status
from vendorrisk.rules.values import show_number

_NBSP: Final = "\u00a0"
_COMPARE: Final = {
    Operator.AT_LEAST: ">=",
    Operator.AT_MOST: "<=",
    Operator.MORE_THAN: ">",
    Operator.LESS_THAN: "<",
    Operator.BEFORE: "<",
    Operator.AFTER: ">",
    Operator.NOT_BEFORE: ">=",
    Operator.NOT_AFTER: "<=",
}

ANSWER_HEADER: Final = ("answer of", "shown T", "shown F", "text", "value", "known", "helper")
NODE_HEADER: Final = ("condition", "T", "F", "true", "false", "removed", "")


@dataclass(frozen=True)
class Spellings:
    """Where a workbook lists the lower-case spellings of a question's options, and their ranks (1 is the best)."""

    texts: str
    """Absolute range, such as ``'_lists'!$C$2:$C$9``."""
    ranks: str


@dataclass(frozen=True)
class Layout:
    """Where things stand in the workbook that the formulas refer to."""

    answers: Mapping[str, str]
    """Absolute reference of each question's answer cell."""
    spellings: Mapping[str, Spellings]
    """Of each question with options."""
    not_applicable: str
    """Range with the lower-case spellings of N/A."""
    sheet: str
    """Name of the sheet that the rows are written to, from its first row on."""
    formats: Mapping[str, str] = field(default_factory=dict)
    """The cells whose number format says how an answer is meant, where they are not the answers' own."""
    words: tuple[str, ...] = tuple(map(str, Status))
    """The words of a question's status in the workbook's language, in the order of :class:`Status`."""


@dataclass(frozen=True)
class Logic:
    """The rows of the logic sheet, and where each conditional question's state stands on it."""

    rows: tuple[tuple[str, ...], ...]
    """Texts and formulas, column by column; formulas start with ``=``."""
    roots: Mapping[str, int]
    """Row number of the condition of each question with a ``show_when``."""
    layout: Layout

    def status(self, question: Question, comment: str) -> str:
        """Return the formula of a question's status word; ``comment`` is the reference of its comment cell.

        Not applicable without a reason still needs an answer.
        """
        answer = self.layout.answers[question.id]
        needed, done, not_needed, unclear = map(quoted, self.layout.words)
        without_reason = f'{_among(self.layout.not_applicable, _plain_text(answer))}*({_plain_text(comment)}="")>0'
        word = f'IF({_plain_text(answer)}="",{needed},IF({without_reason},{needed},{done}))'
        if question.id not in self.roots:
            return f"={word}"
        row = self.roots[question.id]
        hidden, shown = f"'{self.layout.sheet}'!$C${row}=1", f"'{self.layout.sheet}'!$B${row}=0"
        return f"=IF({hidden},{not_needed},IF({shown},{unclear},{word}))"


def quoted(text: str) -> str:
    """Return a text as formulas write it."""
    return '"' + text.replace('"', '""') + '"'


def write_logic(questionnaire: Questionnaire, layout: Layout) -> Logic:
    """Return the logic of every ``show_when`` in the questionnaire."""
    return _Writer({question.id: question for question in questionnaire.questions}, layout).write()


class _Writer:
    """Numbers the rows first, because conditions refer forwards, and then writes them."""

    def __init__(self, questions: Mapping[str, Question], layout: Layout) -> None:
        self.questions = questions
        self.layout = layout
        self.conditions = {name: q.show_when for name, q in questions.items() if q.show_when is not None}
        asked = {leaf.question for condition in self.conditions.values() for leaf in condition.leaves()}
        self.answer_rows = {name: 2 + i for i, name in enumerate(name for name in questions if name in asked)}
        self.next_row = 2 + len(self.answer_rows) + 1
        self.roots: dict[str, int] = {}

    def write(self) -> Logic:
        nodes: list[tuple[int, Condition, int]] = []
        for name, condition in self.conditions.items():
            self.roots[name] = self.next_row
            nodes += self._place(condition)
        rows: list[tuple[str, ...]] = [ANSWER_HEADER]
        rows += [self._answer(self.questions[name], row) for name, row in self.answer_rows.items()]
        rows += [NODE_HEADER]
        rows += [self._node(condition, row, first) for row, condition, first in nodes]
        return Logic(tuple(rows), self.roots, self.layout)

    def _place(self, root: Condition) -> list[tuple[int, Condition, int]]:
        """Return each node with its row and the row of its first member: the members of a group stand together."""
        placed: list[tuple[int, Condition, int]] = []
        level = [root]
        row = self.next_row
        free = row + 1
        while level:
            below: list[Condition] = []
            for condition in level:
                members = [] if isinstance(condition, Leaf) else list(condition.members)
                placed.append((row, condition, free))
                row += 1
                free += len(members)
                below += members
            level = below
        self.next_row = row
        return placed

    def _node(self, condition: Condition, row: int, first: int) -> tuple[str, ...]:
        if isinstance(condition, Leaf):
            label = f"{condition.question} {condition.operator}"
            true, false = self._leaf(condition)
        else:
            label = condition.kind
            true, false = _group(condition.kind, first, first + len(condition.members) - 1)
        return label, f"={true}", f"={false}", f"=B{row}*(1-C{row})", f"=C{row}*(1-B{row})", f"=B{row}*C{row}", ""

    def _leaf(self, leaf: Leaf) -> tuple[str, str]:
        row = self.answer_rows[leaf.question]
        test = f"IF({self._test(leaf, row)},1,0)"
        return f"IF(C{row}=1,1,F{row}*{test})", f"IF(C{row}=1,1,F{row}*(1-{test}))"

    def _test(self, leaf: Leaf, row: int) -> str:
        question = self.questions[leaf.question]
        if leaf.operator is Operator.ANSWERED:
            return "TRUE"
        if isinstance(leaf.operand, tuple):
            ranks = [question.option_ids.index(item) + 1 for item in leaf.operand]
            if question.type is QuestionType.MULTI:
                return self._includes(leaf.operator, ranks, question, row)
            return f"OR({','.join(f'E{row}={rank}' for rank in ranks)})"
        sign = _COMPARE[leaf.operator]
        if question.type is QuestionType.DATE:
            day = resolve_date(str(leaf.operand), dt.date.max)
            return f"E{row}{sign}DATE({day.year},{day.month},{day.day})"
        if question.type is QuestionType.CHOICE:
            # Options stand best first, so "at least" means a rank that is not greater.
            rank = question.option_ids.index(str(leaf.operand)) + 1
            return f"E{row}{'<=' if leaf.operator is Operator.AT_LEAST else '>='}{rank}"
        return f"E{row}{sign}{show_number(float(leaf.operand))}"

    def _includes(self, operator: Operator, ranks: list[int], question: Question, row: int) -> str:
        found = [f"{self._found(question, row, rank)}>0" for rank in ranks]
        if operator is Operator.INCLUDES_ALL:
            return f"AND({','.join(found)})"
        return f"NOT(OR({','.join(found)}))" if operator is Operator.INCLUDES_NONE else f"OR({','.join(found)})"

    def _found(self, question: Question, row: int, rank: int) -> str:
        places = self.layout.spellings[question.id]
        return f'SUMPRODUCT(ISNUMBER(FIND(";"&{places.texts}&";",D{row}))*({places.ranks}={rank}))'

    def _answer(self, question: Question, row: int) -> tuple[str, ...]:
        root = self.roots.get(question.id)
        true, false = (f"=B{root}", f"=C{root}") if root else ("1", "0")
        cell = self.layout.answers[question.id]
        text, value, readable, helper = _plain_text(cell), "", f'(D{row}<>"")', ""
        if question.type is QuestionType.MULTI:
            text, value, readable = self._multi(question, row, cell)
            helper = f'SUBSTITUTE(D{row},";",";;")'
        elif question.options:
            places = self.layout.spellings[question.id]
            value, readable = f"SUMPRODUCT(({places.texts}=D{row})*{places.ranks})", f"(E{row}>0)"
        elif question.type in (QuestionType.NUMBER, QuestionType.PERCENT):
            helper = f'IFERROR(IF(LEFT(CELL("format",{self.layout.formats.get(question.id, cell)}),1)="P",1,0),2)'
            value, readable = _amount(question, row, cell), f"ISNUMBER(E{row}){_limits(question, row)}"
        elif question.type is QuestionType.DATE:
            value, readable = _date(row, cell), f"ISNUMBER(E{row})"
        else:
            if question.type is QuestionType.LIST:
                value = _line_count(cell)
            readable += f"*({_among(self.layout.not_applicable, f'D{row}')}=0)"
        known = f"=IF(B{row}*(1-C{row})*{readable}>0,1,0)"
        return question.id, true, false, f"={text}", f"={value}" if value else "", known, f"={helper}" if helper else ""

    def _multi(self, question: Question, row: int, cell: str) -> tuple[str, str, str]:
        """Write the chosen options as ``;one;two;``.

        They are known if nothing is left once every spelling is taken out; the helper doubles the separators for that,
        so that neighbours share none.
        """
        lines = f'SUBSTITUTE(SUBSTITUTE(LOWER({cell}),CHAR(13),";"),CHAR(10),";")'
        spaced = f'SUBSTITUTE(SUBSTITUTE(TRIM(SUBSTITUTE({lines},"{_NBSP}"," ")),"; ",";")," ;",";")'
        text = f'";"&{spaced}&";"'
        for _ in range(3):
            text = f'SUBSTITUTE({text},";;",";")'
        texts = self.layout.spellings[question.id].texts
        left = f'SUBSTITUTE(G{row},";"&{texts}&";","")'
        readable = f"(SUMPRODUCT(LEN(G{row})-LEN({left}))=LEN(G{row})-2)*(LEN(D{row})>1)"
        ranks = range(1, len(question.options) + 1)
        value = "+".join(f"IF({self._found(question, row, rank)}>0,1,0)" for rank in ranks)
        alone = [rank for rank, option in zip(ranks, question.options, strict=True) if option.exclusive]
        for rank in alone:
            readable += f"*(1-({self._found(question, row, rank)}>0)*(E{row}>1))"
        return f'IFERROR({text},"")', value, readable


def _group(kind: str, first: int, last: int) -> tuple[str, str]:
    """Return T and F of a group over the rows of its members.

    ``all`` is false as soon as one member is; removed members drop out; only if every member dropped out is it
    removed. ``any`` is the mirror, ``not`` swaps the bits.
    """

    def over(function: str, column: str) -> str:
        return f"{function}({column}{first}:{column}{last})"

    if kind == "all":
        return over("MIN", "B"), f"MAX({over('MAX', 'E')},{over('MIN', 'F')})"
    if kind == "any":
        return f"MAX({over('MAX', 'D')},{over('MIN', 'F')})", over("MIN", "C")
    return f"C{first}", f"B{first}"


def _plain_text(cell: str) -> str:
    """Return the formula of a cell's text in lower case, with single spaces; an error reads as nothing."""
    spaced = f'TRIM(SUBSTITUTE(SUBSTITUTE({cell},CHAR(10)," "),"{_NBSP}"," "))'
    return f'IFERROR(IF(ISLOGICAL({cell}),IF({cell},"true","false"),LOWER({spaced})),"")'


def _among(texts: str, text: str) -> str:
    return f"SUMPRODUCT(({texts}={text})*1)"


def _amount(question: Question, row: int, cell: str) -> str:
    digits = f"D{row}"
    if question.type is QuestionType.PERCENT:
        digits = f'TRIM(SUBSTITUTE(D{row},"%",""))'
        plain = f'IF(OR({cell}<=0,{cell}>1,AND({cell}=1,G{row}=0)),{cell},"")'
        number = f"IF(G{row}=1,ROUND({cell}*100,9),{plain})"
    else:
        number = f'IF(G{row}=1,"",{cell})'
    # Only whole numbers are read from text: how a decimal is written differs from country to country.
    from_text = f'IFERROR(IF(TEXT(VALUE({digits}),"0")={digits},VALUE({digits}),""),"")'
    return f"IF(ISNUMBER({cell}),{number},{from_text})"


def _limits(question: Question, row: int) -> str:
    low, high = question.minimum, question.maximum
    least = "" if low is None else f"*(E{row}>={show_number(low)})"
    return least + ("" if high is None else f"*(E{row}<={show_number(high)})")


def _date(row: int, cell: str) -> str:
    year, month, day = (f"VALUE(MID(D{row},{start},{length}))" for start, length in ((1, 4), (6, 2), (9, 2)))
    date = f"DATE({year},{month},{day})"
    iso = f'AND(LEN(D{row})=10,MID(D{row},5,1)="-",MID(D{row},8,1)="-",MONTH({date})={month},DAY({date})={day})'
    return f'IF(ISNUMBER({cell}),INT({cell}),IFERROR(IF({iso},{date},""),""))'


def _line_count(cell: str) -> str:
    packed = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell},CHAR(13),"")," ",""),"{_NBSP}","")'
    lines = f'TRIM(SUBSTITUTE({packed},CHAR(10)," "))'
    return f'IFERROR(LEN({lines})-LEN(SUBSTITUTE({lines}," ",""))+1,0)'
