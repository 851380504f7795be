"""What there is to translate, how far each language is, and what is wrong with the translation files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from vendorrisk import translations
from vendorrisk.content import Content
from vendorrisk.model.base import DEFAULT_LANGUAGE, say
from vendorrisk.model.fault import Fault, RefusedInput
from vendorrisk.model.language import LANGUAGE_CODE
from vendorrisk.model.policy import Policy
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.model.translation import Entry, TextRow, TextState, TranslatedText, source_of
from vendorrisk.phrases import MUST_DIFFER, interface_problem, interface_texts
from vendorrisk.rules.labels import NOT_APPLICABLE_IN_ENGLISH, likeness, named_alike
from vendorrisk.sources import GLOSSARY, RISK_TIERS
from vendorrisk.translations import INTERFACE, WORDING, Slot, brace_fault, file_of, slots, state_of
from vendorrisk.yamlfile import Located


def rows(content: Content, language: str, questionnaire: str = "") -> list[TextRow]:
    """Return every text once, in the order of the content, with its translation and how far that is.

    With a ``questionnaire``, only what its vendors see: its questions, the criteria that rest on them alone, documents.
    """
    pieces = _seen_by(content, questionnaire) if questionnaire else _all(content)
    found: list[TextRow] = []
    for piece, slots_here in pieces:
        entries = content.entries(piece, language)
        found += [_row(piece, slot, entries.get(slot.path), language) for slot in _once(slots_here)]
    return found


def _row(piece: str, slot: Slot, entry: Entry | None, language: str) -> TextRow:
    english = say(slot.text)
    inline = slot.text.get(language, "") if isinstance(slot.text, dict) else ""
    state = state_of(entry, english)
    if entry is None and inline:  # written beside the English, in the content itself
        return TextRow(
            file=piece, path=slot.path, context=slot.context, english=english, text=inline, state=TextState.OK
        )
    entry = entry or Entry()
    return TextRow(
        file=piece,
        path=slot.path,
        context=slot.context,
        english=english,
        text=entry.text,
        state=state,
        note=entry.note,
    )


def _once(found: Iterable[Slot]) -> Iterable[Slot]:
    first: dict[str, Slot] = {}
    for slot in found:
        first.setdefault(slot.path, slot)
    return first.values()


def _all(content: Content) -> Iterator[tuple[str, Iterable[Slot]]]:
    for name in content.questionnaires():
        piece = f"questionnaires/{name}"
        yield piece, _own(content.questionnaire(name), piece)
    if content.glossary:
        yield GLOSSARY, _texts(content.glossary, GLOSSARY)
    for name in content.policies():
        yield f"scoring/{name}", _texts(content.policy(name), f"scoring/{name}")
    for name in content.overlays():
        yield f"scoring/{name}", _texts(content.overlay(name), f"scoring/{name}")
    yield RISK_TIERS, _texts(content.risk_tiers, RISK_TIERS)
    yield from _documents(content)


def _documents(content: Content) -> Iterator[tuple[str, Iterable[Slot]]]:
    yield WORDING, slots(content.locate(f"{WORDING}.yaml").data, WORDING)
    groups = interface_texts()
    yield INTERFACE, [Slot(path, (path,), english, context) for path, (english, context) in groups.items()]


def _texts(model: Any, piece: str) -> list[Slot]:
    return list(slots(model.model_dump(mode="json"), piece))


def _own(questionnaire: Questionnaire, piece: str) -> list[Slot]:
    """Return the texts that are the questionnaire's own; what it includes is translated where it comes from."""
    found = _texts(questionnaire, piece)
    return [slot for slot in found if len(slot.at) == 1] if questionnaire.part_of else found


def _seen_by(content: Content, name: str) -> Iterator[tuple[str, Iterable[Slot]]]:
    questionnaire = content.questionnaire(name)
    piece = f"questionnaires/{name}"
    own = _own(questionnaire, piece)
    if source := questionnaire.part_of:
        kept = {slot.path for slot in own}
        shared = [slot for slot in _texts(questionnaire, piece) if slot.path not in kept]
        yield f"questionnaires/{source}", shared
    yield piece, own
    yield from _explaining(content, questionnaire)
    asked = {question.id for question in questionnaire.questions}
    for each in content.policies():
        policy = content.policy(each)
        if policy.questionnaire in (name, questionnaire.part_of):
            yield f"scoring/{each}", _texts(resting_on(policy, asked), f"scoring/{each}")
    yield RISK_TIERS, _texts(content.risk_tiers, RISK_TIERS)
    for document, found in _documents(content):
        # Comparisons of vendors are made for members alone.
        yield document, [slot for slot in found if not (document == WORDING and slot.at[0] == "compare")]


def _explaining(content: Content, questionnaire: Questionnaire) -> Iterator[tuple[str, Iterable[Slot]]]:
    """Yield those entries of the glossary that the questions name."""
    named = content.terms_of(questionnaire.questions)
    if content.glossary and named:
        entries = tuple(entry for entry in content.glossary.entries if entry.id in named)
        yield GLOSSARY, _texts(content.glossary.model_copy(update={"entries": entries}), GLOSSARY)


def resting_on(policy: Policy, asked: set[str]) -> Policy:
    """Return the policy with those criteria alone that can be told from these questions and the risk."""
    kept = [
        criterion
        for criterion in policy.criteria
        if all(
            leaf.question in asked or leaf.question.startswith("risk.")
            for condition in criterion.conditions.values()
            for leaf in condition.leaves()
        )
    ]
    return policy.model_copy(update={"criteria": tuple(kept)})


def check_translations(content: Content) -> tuple[Fault, ...]:
    """Return what is wrong with the translation files; what they lack is no fault."""
    faults: list[Fault] = []
    found: list[tuple[str, Located, translations.Entries]] = []
    for path in sorted(content.root.glob("*/translations/*/*.yaml")):
        language, piece = path.parent.name, f"{path.parents[2].name}/{path.stem}"
        where = file_of(piece, language)
        if not LANGUAGE_CODE.fullmatch(language) or language == DEFAULT_LANGUAGE:
            what = f"'{language}' is no language to translate into; name the folder by its code, such as de."
            faults.append(Fault(code="translation", where=where, what=what))
            continue
        try:
            located = content.locate(where)
            found.append((piece, located, translations.read_entries(located)))
        except RefusedInput as refused:
            faults += refused.faults
    if faults:
        return tuple(faults)
    try:
        known = {piece: {slot.path: say(slot.text) for slot in each} for piece, each in _all(content)}
    except RefusedInput as refused:  # the content itself can't be read
        return refused.faults
    return tuple(fault for file in found for fault in _check_file(*file, known))


def _check_file(
    piece: str, located: Located, entries: translations.Entries, known: Mapping[str, Mapping[str, str]]
) -> Iterator[Fault]:
    if piece not in known:
        yield _fault(located, f"There is no {piece} to translate; known: {', '.join(known)}.")
        return
    for path, entry in entries.items():
        if path not in known[piece]:
            yield _fault(located, f"{piece} has no text '{path}'; remove the entry, or mend its path.", path)
        elif entry.text and (what := text_fault(piece, path, known[piece][path], entry.text)):
            yield _fault(located, f"{path}: {what}", path, "text")
    for path, what in label_faults(piece, entries, known[piece]):
        yield _fault(located, what, path, "text")


def text_fault(piece: str, path: str, english: str, text: str) -> str:
    """Return what keeps a text from being a translation of another, in a sentence; empty if nothing does."""
    return brace_fault(english, text) or (interface_problem(path, text) if piece == INTERFACE else "")


_OPTION: Final = re.compile(r"(?:.+\.)?options\.[^.]+")
_NOT_APPLICABLE: Final = {"not applicable": NOT_APPLICABLE_IN_ENGLISH}


def label_faults(piece: str, entries: translations.Entries, english: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield path and fault of labels that can't be told from others as a workbook is read.

    Such must differ: the answers to one question, sheets, columns, statuses. ``english`` holds the texts by path.
    """
    groups: dict[str, list[str]] = {}
    for path in english:
        group = path.partition(".")[0] if piece == INTERFACE else path.rpartition(".")[0]
        if group in MUST_DIFFER if piece == INTERFACE else _OPTION.fullmatch(path):
            groups.setdefault(group, []).append(path)
    for paths in groups.values():
        seen: dict[str, str] = {}
        for path in paths:
            text = entries[path].text if path in entries else ""
            if not text:
                continue
            first = seen.setdefault(likeness(text), path)
            if first != path:
                yield path, f"{path} has the same label as {first}; they must differ."
            elif what := "" if piece == INTERFACE else _misread(path, text, paths, english):
                yield path, what


def _misread(path: str, text: str, options: Iterable[str], english: Mapping[str, str]) -> str:
    """Return why the label of an option would be read as another, as N/A, or as several; empty if it would not.

    Workbooks take the ids and the English labels, too, and split answers at semicolons and line ends.
    """
    others = {other: (other.rpartition(".")[2], english[other]) for other in options if other != path}
    if other := named_alike(text, others):
        return f"{path} would be read as {other}, whose id or English label it is; choose another label."
    if named_alike(text, _NOT_APPLICABLE) and not named_alike(english[path], _NOT_APPLICABLE):
        return f"{path} would be read as not applicable; choose another label."
    splits = re.search(r"[;\n]", text) and not re.search(r"[;\n]", english[path])
    return f"{path}: a label stands on one line and holds no semicolon." if splits else ""


def _fault(located: Located, what: str, *path: str) -> Fault:
    return Fault(code="translation", where=located.where(path), what=what)


class Taken(NamedTuple):
    """What a translator's workbook brings: new files, or what is wrong with it."""

    files: dict[str, bytes]
    """Translation files with their new content, by their place under the content's root."""
    changed: int
    """How many entries."""
    notes: tuple[str, ...]
    faults: tuple[Fault, ...]


def take_in(content: Content, language: str, texts: Iterable[TranslatedText]) -> Taken:
    """Join what a translator wrote with what the translation files hold. What is empty there changes nothing."""
    known = {piece: {slot.path: say(slot.text) for slot in found} for piece, found in _all(content)}
    faults: list[Fault] = []
    given: dict[str, dict[str, TranslatedText]] = {}
    for each in texts:
        if what := _unfit(each, known):
            faults.append(Fault(code="translation", where=each.cell, what=what, found=each.text[:200]))
        else:
            given.setdefault(each.file, {})[each.path] = each
    files: dict[str, bytes] = {}
    changed = 0
    for piece, rows_here in given.items():
        before = content.entries(piece, language)
        after = {**before, **{path: _entry(each, before.get(path)) for path, each in rows_here.items()}}
        for path, what in label_faults(piece, after, known[piece]):
            if path in rows_here:
                faults.append(Fault(code="translation", where=rows_here[path].cell, what=what))
        changes = sum(before.get(path) != entry for path, entry in after.items())
        changed += changes
        if changes:
            files[file_of(piece, language)] = translations.write_entries(after, list(known[piece]), piece, language)
    stale = [each for rows_here in given.values() for each in rows_here.values() if _is_stale(each, known)]
    return Taken(files, changed, tuple(map(_stale_note, stale)), tuple(faults))


def _unfit(each: TranslatedText, known: Mapping[str, Mapping[str, str]]) -> str:
    if each.file not in known:
        return f"There is no content '{each.file}'; restore the cell, or export the workbook again."
    if each.path not in known[each.file]:
        return f"{each.file} has no text '{each.path}'; restore the cell, or export the workbook again."
    if each.text and not each.english:
        return "The English text beside it is gone; restore it, or export the workbook again."
    return text_fault(each.file, each.path, each.english, each.text) if each.text else ""


def _entry(each: TranslatedText, before: Entry | None) -> Entry:
    before = before or Entry()
    text, source = (each.text, source_of(each.english)) if each.text else (before.text, before.source)
    return Entry(text=text, source=source, note=each.note or before.note)


def _is_stale(each: TranslatedText, known: Mapping[str, Mapping[str, str]]) -> bool:
    return bool(each.text) and source_of(each.english) != source_of(known[each.file][each.path])


def _stale_note(each: TranslatedText) -> str:
    return f"{each.cell}: {each.path} has another English text now, so its translation stays out of date."
