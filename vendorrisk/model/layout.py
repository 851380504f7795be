"""Layout profiles: how a questionnaire that vendors already have is recognised, and where in it everything stands."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from vendorrisk.model.answer import NOT_APPLICABLE
from vendorrisk.model.base import Id, Model, Version
from vendorrisk.model.questionnaire import Option

OTHER = "other"
"""The option for what is in an answer cell and is none of the profile's values: its words are kept, never guessed."""
ALL = "all"
"""In :attr:`Layout.editions`: the number of all questions, where it is not known by section."""


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression: {error}") from None
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]
"""A regular expression of Python. The whole text must match it, unless the field says otherwise."""

Letter = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,3}$")]


EDITION = r"^\d+(\.\d+){0,2}$"
"""What the name of an edition looks like: ``4.0.3``."""


class Column(Model):
    """Where one thing stands in each row. A bare text, or a list of texts, is its header.

    Headers are compared without case, kinds of spaces and line breaks; a ``*`` at the end stands for anything.
    """

    header: tuple[str, ...] = ()
    letter: Letter | None = None
    """Where it stands in sections without a header; if the id column has moved, so has this one."""
    to: Letter | None = None
    """Of columns that are ignored the last of several, beginning with ``letter``."""

    @model_validator(mode="before")
    @classmethod
    def _from_headers(cls, given: Any) -> Any:
        if isinstance(given, dict) and isinstance(given.get("header"), str):
            return {**given, "header": (given["header"],)}
        if isinstance(given, str | list | tuple):
            return {"header": (given,) if isinstance(given, str) else tuple(given)}
        return given

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if not self.header and self.letter is None:
            raise ValueError("a column needs a header or a letter")
        return self


class Prefix(Model):
    """What an id column leaves out, and a column before it says for several rows."""

    column: Column
    pattern: Pattern
    """What counts there; it holds until the next."""


class IdRule(Model):
    """How the rows with questions are told, and the ids that they get."""

    column: Column | None = None
    """None: the questions have no ids and are numbered by row: ``Q1``, ``Q2``."""
    pattern: Pattern = r".+"
    """What an id looks like once blanks are taken out, whatever its case."""
    prefix: Prefix | None = None
    """With it an id is the prefix, a dot and what stands in the column, such as ``SM1.2``."""
    key: Literal["id", "text"] = "id"
    """What a question is known by: its id, or a digest of its text where ids are missing or stand several times."""
    text: Pattern | None = None
    """Without a column, what the text of a question looks like; None: any text is one."""


class SectionRule(Model):
    """How questions are grouped, and where a group's title stands."""

    key: Pattern | None = None
    """On the id; its first group names the section. None: the title does."""
    titles: dict[str, str] = Field(default_factory=dict)
    """Titles by key, in the order of the publisher. A key without one takes that of the file."""
    order: tuple[str, ...] = ()
    """Keys in the order of the publisher, where neither ``titles`` nor ``editions`` names them."""
    title: Column | None = None
    read: Literal["question", "header", "heading"] = "question"
    """The row in which the title stands: that of a question (filled down), the header above, or a heading."""
    heading: Pattern | None = None
    """What stands in the id column of a heading; without such a column, in its title."""


class AnswerKind(Model):
    """What can be answered to some of the questions: one of some options, or free text."""

    ids: tuple[Pattern, ...] = ()
    """The questions it is for; none: all that no kind before it is for."""
    type: Literal["choice", "text"] = "choice"
    options: tuple[Option, ...] = (Option(id="yes", label="Yes"), Option(id="no", label="No"))
    """Best first. The option ``other`` is added to them; not applicable is none of them. A text has none."""
    words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Further spellings by option, and of ``n/a``; the usual ones are known."""

    @model_validator(mode="after")
    def _words_name_options(self) -> Self:
        known = {*(option.id for option in self.options), NOT_APPLICABLE}
        if unknown := sorted(set(self.words) - known):
            raise ValueError(f"there is no option {', '.join(unknown)}")
        if OTHER in known or NOT_APPLICABLE in {option.id for option in self.options}:
            raise ValueError("'other' and 'n/a' are no options of a profile; they are always understood")
        return self


class Skip(Model):
    """The column in which the file itself says that a question need not be answered."""

    column: Column
    text: Pattern
    """Found anywhere in its cell, whatever the case."""


class Spot(Model):
    """One place at which a fact about the vendor stands: exactly one of the three."""

    cell: Annotated[str, StringConstraints(pattern=r"^([^!]+!)?[A-Z]{1,3}[1-9]\d*$")] | None = None
    """Such as ``START HERE!C13``; without a sheet, on the first that is read."""
    label: str | None = None
    """The text to the left of it, on any sheet that is read or that ``identity_sheets`` names."""
    answer: str | None = None
    """The id of the question that asks for it."""

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if sum(each is not None for each in (self.cell, self.label, self.answer)) != 1:
            raise ValueError("a spot is a 'cell', a 'label' or an 'answer'")
        return self


IdentityField = Literal["vendor", "product", "contact", "email", "date"]


class ControlRule(Model):
    """References that follow from the ids of the questions."""

    framework: Id
    control: Pattern
    """On the id; its first group is the id of the control."""
    editions: Pattern = r".*"
    """The editions for which that holds."""


class Layout(Model):
    """One family of workbooks (or files) that share a layout. It holds no question texts."""

    layout: Id
    version: Version
    title: str = Field(min_length=1)
    """As people call it, without the edition: ``CSA CAIQ``."""
    format: Literal["table", "vsaq"] = "table"
    """``vsaq``: the JSON of the tool of that name, which has a reader of its own."""
    questionnaire: Id
    """What the ids of its questionnaires begin with; the edition follows: ``csa-caiq`` gives ``csa-caiq-4.0.3``."""
    edition: str = Field(pattern=EDITION)
    """The one that is assumed where the file does not say."""
    edition_text: Pattern | None = None
    """Searched for in sheet titles, the top rows and the file's name; its first group that matches is the edition."""
    editions: dict[str, dict[str, int]] = Field(default_factory=dict)
    """The published editions with their number of questions by section key, or in ``all``."""
    sheets: tuple[str, ...] = ()
    """Titles of the sheets that the vendor fills; ``*`` stands for anything. Others that look alike are read where
    these are missing."""
    other_sheets: tuple[str, ...] = ()
    """Titles of the sheets that hold the same ids and are not filled by the vendor: never read."""
    id: IdRule = IdRule()
    question: Column | None = None
    answer: Column | None = None
    marks: dict[str, Column] = Field(default_factory=dict)
    """In place of ``answer``: the columns of which one is marked, by option or ``n/a``."""
    comment: Column | None = None
    also: tuple[Column, ...] = ()
    """Further columns that the vendor fills; their text follows the comment, behind the column's header."""
    ignore: tuple[Column, ...] | None = None
    """The publisher's own columns. Where they are named, words in any further column are reported."""
    section: SectionRule = SectionRule()
    answers: tuple[AnswerKind, ...] = (AnswerKind(),)
    end: tuple[str, ...] = ()
    """Texts at the left of the row that ends a sheet; ``*`` at the end stands for anything."""
    placeholders: tuple[str, ...] = ()
    """Texts of the blank form, and others, that are no answers; ``*`` at the end stands for anything."""
    presets: dict[str, str] = Field(default_factory=dict)
    """Answers that the blank form already holds, by id: where one still stands, nobody has answered."""
    unfinished: tuple[str, ...] = ()
    """Words in the midst of an answer that say that it is not finished: it counts, with a warning."""
    skip: Skip | None = None
    identity: dict[IdentityField, tuple[Spot, ...]] = Field(default_factory=dict)
    """Where the file names vendor, product, contact and day, the likeliest place first."""
    identity_sheets: tuple[str, ...] = ()
    controls: tuple[ControlRule, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.format == "table" and self.question is None:
            raise ValueError("a layout says in which column the 'question' stands")
        if self.format == "table" and (self.answer is None) == (not self.marks):
            raise ValueError("a layout has an 'answer' column, or 'marks'")
        if not any(not kind.ids for kind in self.answers[-1:]) or any(not kind.ids for kind in self.answers[:-1]):
            raise ValueError("the last of 'answers', and no other, is for all remaining questions: it has no 'ids'")
        known = {*(option.id for kind in self.answers for option in kind.options), NOT_APPLICABLE}
        if unknown := sorted(set(self.marks) - known):
            raise ValueError(f"'marks' names {', '.join(unknown)}, which is no option")
        if self.section.read == "heading" and self.section.heading is None:
            raise ValueError("a title on headings needs the pattern 'heading'")
        return self

    def kind_of(self, question: str) -> AnswerKind:
        """Return how the question with this id can be answered."""
        found = (kind for kind in self.answers if any(re.fullmatch(each, question) for each in kind.ids))
        return next(found, self.answers[-1])
