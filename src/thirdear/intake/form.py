"""The form of what is said in the first conversation: the rules of the therapist's chair.

Short, at most one question, quotation marks only around words that were said, nothing of what must
not be said. Facts about the program itself may name what it does not do, as in the chair's answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from thirdear.speech import Quote
from thirdear.therapist.form import quotations_hold
from thirdear.therapist.intervention import table

LONGEST = 45
"""Words, as for the frame (technique reference 1.1); where help is named, it comes on top."""
_QUOTED = re.compile(r'"[^"]*"')


def keeps_form(text: str, grounds: Iterable[Quote], help_words: int = 0) -> bool:
    """Tell whether a text keeps the form; `help_words` of it say where to turn."""
    own = _QUOTED.sub('""', text)
    return (
        bool(text.strip())
        and len(text.split()) <= LONGEST + help_words
        and text.count("?") <= 1
        and quotations_hold(text, grounds)
        and not _never().search(own)
    )


def may_be_given_back(words: str) -> bool:
    """Tell whether the person's words can stand in a sentence of this chair."""
    return not _never().search(words) and not re.search(r'["“”?\n{}]', words)


@cache
def _never() -> re.Pattern[str]:
    must_not = table("must_not")
    said = "|".join(w for kind, words in must_not.items() for w in words if w not in _FACTS)
    return re.compile(rf"\b(?:{said})\b", re.IGNORECASE)


_FACTS = frozenset({r"diagnos\w*"})
"""That nothing is diagnosed here has to be said."""
