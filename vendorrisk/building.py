"""From located data to models: validated, with every fault at its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from vendorrisk.model.base import Model
from vendorrisk.model.fault import Fault, RefusedInput
from vendorrisk.rules.static import Flaw
from vendorrisk.yamlfile import Located

M = TypeVar("M", bound=Model)

_NAMES = ("id", "criterion")
"""Fields that name the owner of a flaw: a question, a criterion, a criterion that an overlay tightens."""


def build(kind: type[M], located: Located) -> M:
    """Return the validated model; raise :class:`RefusedInput` with every fault and its place."""
    try:
        return kind.model_validate(located.data)
    except ValidationError as error:
        twice = _stand_twice(located)
        faults = (*twice, *(fault for fault in located.faults(error) if not twice or fault.where != located.where()))
        raise RefusedInput(f"{located.name} has {counted(faults)}.", faults=faults) from None


def _stand_twice(located: Located) -> tuple[Fault, ...]:
    """Return the later of two questions or two criteria with the same id, which only the whole model notices."""
    seen: dict[Any, str] = {}
    faults = []
    for path, place in located.places.items():
        of_an_item = len(path) > 1 and isinstance(path[-2], int)
        if not of_an_item or path[-1] not in _NAMES or "options" in path:
            continue
        first = seen.setdefault(located.value(path), place)
        if first != place:
            what = f"The id '{located.value(path)}' stands twice, first at {first}."
            faults.append(Fault(code="content", where=place, what=what))
    return tuple(faults)


def _place_of(located: Located, flaw: Flaw) -> str:
    """Return the place of a flaw: the word in the field of the question, criterion or rule that it belongs to."""
    for path in located.places:
        owner = path[:-1] if path and path[-1] in _NAMES else path
        value = flaw.owner.isdigit() and path == ("rules", int(flaw.owner))
        if value or (path and path[-1] in _NAMES and located.value(path) == flaw.owner):
            return located.find((*owner, flaw.field), flaw.word, flaw.nth)
    return located.find((flaw.field,), flaw.word, flaw.nth)


def faults_of(located: Located, flaws: Iterable[Flaw]) -> tuple[Fault, ...]:
    """Return flaws as faults with their places."""
    found = []
    for flaw in flaws:
        owner = f"rule {int(flaw.owner) + 1}" if flaw.owner.isdigit() else flaw.owner
        what = f"{owner}, {flaw.field}: {flaw.what}" if owner else f"{flaw.field}: {flaw.what}"
        found.append(Fault(code="content", where=_place_of(located, flaw), what=what))
    return tuple(found)


def refuse_flaws(located: Located, flaws: Iterable[Flaw]) -> None:
    """Raise :class:`RefusedInput` with every flaw, if there is one."""
    refuse(list(faults_of(located, flaws)))


def file_list(located: Located, key: str) -> list[Any]:
    """Return the list under a key of a file; raise :class:`RefusedInput` if there is none."""
    value = located.data.get(key) if isinstance(located.data, dict) else None
    if not isinstance(value, list):
        fault = Fault(code="content", where=located.where((key,)), what=f"'{key}' must be a list.")
        raise RefusedInput(str(fault), faults=(fault,))
    return value


def faults_of_part(part: Located) -> list[Fault]:
    """Return what is wrong with a criteria file itself: only the domain stands beside its list."""
    faults = [
        Fault(code="content", where=part.where((key,)), what=f"'{key}' is not a known field here.")
        for key in part.data
        if key not in ("domain", "criteria")
    ]
    if "domain" not in part.data:
        faults.append(Fault(code="content", where=part.where(), what="'domain' is missing."))
    return faults


def refuse(faults: Sequence[Fault]) -> None:
    """Raise :class:`RefusedInput` with every fault, if there is one."""
    if faults:
        raise RefusedInput(f"The content has {counted(faults)}.", faults=tuple(faults))


def counted(faults: Sequence[Fault]) -> str:
    """Return how many faults there are, in words."""
    return "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
