"""Comments that say the opposite of the answer beside them. They are pointed out, and the answer stays as it is."""

from __future__ import annotations

import re
from typing import Final

from vendorrisk.capture.text import fold
from vendorrisk.model.answer import Value

_END: Final = r"(?=[.,;:!?)(\n]|\s-|$)"
_WHEN: Final = r"((for|in|by|im|für|bis|en|pour|au) )?((end|ende|start|early|mid|late|anfang|mitte|fin|début) (of )?)?"
_DONE: Final = r"(implemented|in place|introduced|rolled out|enforced|deployed)"
_OPENS_WITH_NO: Final = re.compile(
    rf"(no|nope|nein|non|none|not really|not at all){_END}"
    r"|(currently |at present |presently |as of now,? |derzeit |zurzeit |momentan |actuellement |pour l'instant,? )?"
    rf"(not yet|not (currently|available|done|performed|supported|{_DONE})|noch nicht|pas encore"
    r"|(only )?(partially|partly)( (implemented|done|in place|complete|completed|covered|compliant|met))?"
    rf"{_END}|(teilweise|partiellement|in part){_END}"
    r"|(this is |it is |that is )?(still )?(planned|in planning|on (our|the) roadmap|geplant|prévu)"
    rf"({_END}| (for|in|by|until|für|bis|pour)\b)"
    r"|(still )?(in progress|underway|under (way|development|construction|implementation)|work in progress|en cours\b"
    r"|in arbeit|in umsetzung|in vorbereitung)"
    r"|to be (introduced|done|built|rolled out|implemented)"
    r"|we (plan to|are planning|intend to|will (soon|start|begin|introduce))\b"
    rf"|(expected|scheduled|due|targeted|target) {_WHEN}(q[1-4]|20\d\d))"
)
_SAYS_NO: Final = re.compile(
    rf"\b((is|are|has|have|was|were) not (yet )?(been )?(fully |currently )?{_DONE}"
    rf"|(isn't|aren't|hasn't been|haven't been) (yet )?(fully )?{_DONE}"
    rf"|not yet (fully )?({_DONE}|available|done|complete|completed|started)"
    rf"|(planned|scheduled|on (our|the) roadmap) (for )?{_WHEN}(q[1-4]|20\d\d|next (year|quarter|month)))"
    r"|noch nicht (umgesetzt|eingeführt|vorhanden|abgeschlossen)|(n'est )?pas encore (mis|mise|en place|disponible)"
)
_OPENS_WITH_YES: Final = re.compile(
    rf"(yes|yep|ja|oui)\b|(fully|completely|already) ({_DONE}|done|compliant|covered)"
    rf"|(implemented|in place|done|completed|vollständig (umgesetzt|erfüllt)|umgesetzt|mis en place){_END}"
)
_SAYS_YES: Final = re.compile(rf"(?<!not )(?<!not yet )(?<!n't )(?<!be )\b(fully|already|now) ({_DONE}|compliant)")


def contradicts(value: Value | None, comment: str) -> bool:
    """Return whether a comment takes back a yes, or says that what a no denies is done."""
    said = fold(comment)
    if value == "yes":
        return _OPENS_WITH_NO.match(said) is not None or _SAYS_NO.search(said) is not None
    return value == "no" and (_OPENS_WITH_YES.match(said) is not None or _SAYS_YES.search(said) is not None)
