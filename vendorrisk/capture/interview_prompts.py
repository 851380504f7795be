"""The interview's prompts: questionary's lists and text field, framed by a card above and a line of keys below."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import questionary
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Always
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyBindingsBase, KeyPressEvent, merge_key_bindings
from prompt_toolkit.layout import Dimension, FormattedTextControl, HSplit, Layout, ScrollOffsets, VerticalAlign, Window
from prompt_toolkit.output import Output
from prompt_toolkit.output.defaults import create_output
from prompt_toolkit.shortcuts import print_formatted_text
from prompt_toolkit.utils import get_cwidth
from questionary.prompts.common import InquirerControl

from vendorrisk.capture.interview_commands import Card, Command, Offer, Reading, command_in, hint, word
from vendorrisk.capture.interview_keys import Completion, Pointer, keys_of
from vendorrisk.capture.screen import STYLE, Block, Fragments, Page, cut, fit, keys, wrap
from vendorrisk.model.language import Phrase
from vendorrisk.phrases.interview import Keys, Prompts

_POINTER = "›"  # noqa: RUF001  a pointer, not a comparison
_LEAST_PROMPT_ROWS = 5  # of these, as many as a low terminal must leave
_MAX_WIDTH = 88  # longer lines are hard to read, however wide the terminal is
_MIN_WIDTH = 40
_PROMPT_ROWS = 8  # kept for the choices, which scroll, and the blank lines around them


class Terminal:
    """A :class:`Prompter` with lists and keys. Each prompt is erased once it is answered."""

    def __init__(self, language: str, given_input: Input | None = None, output: Output | None = None) -> None:
        self.language = language
        self.input = given_input
        self.output = output or create_output()

    @property
    def page(self) -> Page:
        """Return the page as the terminal stands now; one column is left free, since some terminals wrap full lines."""
        columns = self.output.get_size().columns - 1
        return Page(max(_MIN_WIDTH, min(columns, _MAX_WIDTH)), self.language)

    def say(self, fragments: Fragments) -> None:
        """Print lines that stay."""
        print_formatted_text(FormattedText(fragments), style=STYLE, output=self.output, end="", flush=True)

    def choose(
        self,
        card: Card,
        options: Sequence[tuple[str, str]],
        current: str | None,
        offer: Offer,
        *,
        enter: str = "",
    ) -> str | Command:
        """Ask for one of the options."""
        pointed = current if any(name == current for name, _ in options if name) else None
        question = questionary.select(
            "",
            choices=self._choices(options, indent=3),
            default=pointed,
            qmark="",
            pointer=_POINTER,
            style=STYLE,
            instruction=" ",
            erase_when_done=True,
            input=self.input,
            output=self.output,
        )
        first = [("↑↓", self._word(Keys.CHOOSE)), (self._word(Keys.ENTER), enter or self._word(Keys.SAVE))]
        shown = self._keys(first, offer.commands)
        pointer = Pointer(_control(question), nowhere=pointed is None)

        def footer(page: Page) -> Fragments:
            said = self._word(Prompts.CHOOSE_ONE) if pointer.missed else ""
            return [*(page.paragraph("class:fault", said) if said else []), *keys(shown, page)]

        self._frame(question, card, footer)
        self._bind(question, merge_key_bindings([pointer.bindings(), keys_of((*offer.known, *offer.letters))]))
        answer: str | Command = question.unsafe_ask()
        return answer

    def tick(
        self,
        card: Card,
        options: Sequence[tuple[str, str]],
        current: Sequence[str],
        offer: Offer,
        fault_of: Callable[[Sequence[str]], str],
    ) -> tuple[str, ...] | Command:
        """Ask for one or more of the options."""
        question = questionary.checkbox(
            "",
            choices=self._choices(options, current, indent=5),
            qmark="",
            pointer=_POINTER,
            style=STYLE,
            instruction=" ",
            erase_when_done=True,
            input=self.input,
            output=self.output,
        )
        first = [("↑↓", Keys.MOVE), (self._word(Keys.SPACE), Keys.TICK), (self._word(Keys.ENTER), Keys.SAVE)]
        shown = self._keys([(key, self._word(meaning)) for key, meaning in first], offer.commands)
        ticks = _control(question)
        pressed_too_early = False

        def fault() -> str:
            if not ticks.selected_options:
                return self._word(Prompts.TICK_ONE)
            return fault_of([str(choice.value) for choice in ticks.get_selected_values()])

        def footer(page: Page) -> Fragments:
            said = fault() if pressed_too_early else ""
            return [*(page.paragraph("class:fault", said) if said else []), *keys(shown, page)]

        def on_enter(event: KeyPressEvent) -> None:
            nonlocal pressed_too_early
            pressed_too_early = True
            if not fault():
                event.app.exit(result=[choice.value for choice in ticks.get_selected_values()])

        self._frame(question, card, footer)
        bindings = keys_of(offer.known)
        bindings.add("enter", eager=True)(on_enter)
        self._bind(question, bindings)
        answer: list[str] | Command = question.unsafe_ask()
        return answer if isinstance(answer, Command) else tuple(answer)

    def write(  # noqa: PLR0913  one for each thing that differs between fields
        self,
        card: Card,
        standing: str,
        read: Callable[[str], Reading],
        offer: Offer,
        *,
        lines: bool = False,
        live: bool = True,
        form: str = "",
        enter: str = "",
        complete: Callable[[str], Sequence[str]] | None = None,
    ) -> str | Command:
        """Ask for a text.

        The field starts empty, so that a command can be typed; the up arrow brings in what stands. How the text is
        understood is shown while it is typed, unless ``live`` is False.
        """
        faulty: dict[str, str] = {}
        question = self._field(standing, form, lines=lines)
        buffer = question.application.layout.current_buffer or Buffer()
        first = [*self._first_keys(standing, enter, lines=lines)]
        if complete:
            first.append((self._word(Keys.TAB), self._word(Keys.COMPLETE)))
        shown = self._keys(first, offer.commands, ":")
        completion = Completion(complete, buffer)

        def footer(page: Page) -> Fragments:
            text = buffer.text
            if text in faulty:
                return [*page.paragraph("class:fault", faulty[text]), *keys(shown, page)]
            reading = read(text).shown if live and self._command(text, offer.known) is None else ""
            said = page.paragraph("class:accent", reading or completion.offered)
            return [*said, *keys(shown, page)]

        def on_enter(event: KeyPressEvent) -> None:
            text = buffer.text
            command = self._command(text, offer.known)
            fault = read(text).fault if command is None else ""
            if command is None and standing and not text.strip():
                event.app.exit(result=standing)
            elif command is None and lines and buffer.document.current_line.strip():
                buffer.newline()
            elif fault and (late := self._command(text.strip()[-2:], offer.known)):
                event.app.exit(result=late)  # typed behind a text that can't be saved anyway
            elif fault:
                if not live:
                    buffer.reset(append_to_history=True)  # the up arrow brings it back
                faulty[buffer.text] = hint(text, offer.commands, self.language) or fault
            else:
                event.app.exit(result=text if command is None else command)

        self._frame(question, lambda page: [*card(page), Block(0, [("", "\n")])], footer)
        bindings = completion.bindings()
        bindings.add("enter", eager=True)(on_enter)
        self._bind(question, bindings)
        answer: str | Command = question.unsafe_ask()
        return answer

    def _command(self, text: str, commands: Sequence[Command]) -> Command | None:
        return command_in(text, commands, self.language)

    def _word(self, phrase: Phrase, **facts: object) -> str:
        return phrase.say(self.language, **facts)

    def _first_keys(self, standing: str, enter: str, *, lines: bool) -> list[tuple[str, str]]:
        key, save = self._word(Keys.ENTER), self._word(Keys.SAVE)
        if standing:
            return [(key, self._word(Keys.KEEP)), ("↑", self._word(Keys.EDIT))]
        if lines:
            return [(key, self._word(Keys.NEXT_ITEM)), (self._word(Keys.TWICE), save)]
        return [(key, enter or save)]

    def _keys(
        self, first: Sequence[tuple[str, str]], commands: Sequence[Command], colon: str = ""
    ) -> list[tuple[str, str]]:
        return [*first, *((f"{colon}{command}", word(command, self.language)) for command in commands)]

    def _field(self, standing: str, form: str, *, lines: bool) -> questionary.Question:
        return questionary.text(
            "",
            qmark=_POINTER,
            style=STYLE,
            instruction="",
            multiline=lines,
            prompt_continuation="   ",
            placeholder=[("class:quiet", cut(standing, self.page.width - 4) or form)],
            history=InMemoryHistory([standing] if standing else []),
            erase_when_done=True,
            input=self.input,
            output=self.output,
        )

    def _choices(
        self,
        options: Sequence[tuple[str, str]],
        ticked: Sequence[str] = (),
        *,
        indent: int,
    ) -> list[questionary.Choice]:
        """Return choices whose long labels continue under themselves; in those that fit, columns stay aligned.

        A label's own lines stay apart.
        """
        width, gap = self.page.width - indent, "\n" + " " * indent

        def laid(line: str) -> list[str]:
            fits = line.isprintable() and get_cwidth(line) <= width
            return [line] if fits else wrap(line, width)

        def shown(label: str) -> str:
            return gap.join(part for line in label.split("\n") for part in laid(line))

        return [
            questionary.Choice(shown(label), value=name, checked=name in ticked)
            if name
            else questionary.Separator(shown(label))
            for name, label in options
        ]

    def _frame(self, question: questionary.Question, card: Card, footer: Callable[[Page], Fragments]) -> None:
        """Put the card above questionary's prompt and the footer below it."""
        layout = question.application.layout
        for window in layout.find_all_windows():
            window.dont_extend_height = Always()
            window.scroll_offsets = ScrollOffsets(top=1, bottom=2)  # a choice can have several lines

        def above() -> Fragments:
            page, rows = self.page, self.output.get_size().rows
            return fit(card(page), rows - _height(footer(page)) - _PROMPT_ROWS)

        def least() -> Dimension:
            """Return the height of the card, of which a long list must not take anything away."""
            height, rows = _height(above()), self.output.get_size().rows
            room = rows - _height(footer(self.page)) - _LEAST_PROMPT_ROWS
            return Dimension(min=max(1, min(height, room)), preferred=max(1, height))

        parts = [
            _window(above, least),
            layout.container,
            _window(lambda: [("", "\n"), *footer(self.page)]),
        ]
        question.application.layout = Layout(
            HSplit(parts, align=VerticalAlign.TOP),
            focused_element=layout.current_window,
        )

    def _bind(self, question: questionary.Question, bindings: KeyBindingsBase) -> None:
        application = question.application
        application.key_bindings = merge_key_bindings([application.key_bindings or KeyBindings(), bindings])


def _control(question: questionary.Question) -> InquirerControl:
    windows = question.application.layout.find_all_windows()
    return next(window.content for window in windows if isinstance(window.content, InquirerControl))


def _height(lines: Fragments) -> int:
    return sum(text.count("\n") for _, text in lines)


def _window(content: Callable[[], Fragments], height: Callable[[], Dimension] | None = None) -> Window:
    def trimmed() -> FormattedText:
        *lines, (style, last) = content()
        return FormattedText([*lines, (style, last.removesuffix("\n"))])

    return Window(FormattedTextControl(trimmed), height=height, dont_extend_height=True)
