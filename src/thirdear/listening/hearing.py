"""The bench on which one utterance lies while the ears listen to it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from thirdear.listening import language
from thirdear.listening.bars import Proposal, proposals
from thirdear.listening.context import Context
from thirdear.listening.meaning import Meaning, Scores, Sense
from thirdear.listening.observation import Attribute, Component, Introduction, Observation
from thirdear.speech import Utterance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token


class Hearing:
    """One utterance being heard: its parse, its phrases, its people, and what was heard so far.

    Ears run in the order of the table in `listener.py`; a later ear may use what an earlier one
    left in `heard`, `figure_at` and `introductions`.
    """

    def __init__(
        self,
        utterance: Utterance,
        context: Context,
        doc: Doc,
        phrases: dict[str, list[Span]],
        sense: Sense | None = None,
    ) -> None:
        self.utterance = utterance
        self.context = context
        self.doc = doc
        self.text = doc.text
        self.phrases = phrases
        self.heard: list[Observation] = []
        self.figure_at: dict[int, str] = {}
        self.introductions: list[Introduction] = []
        self.salient: list[str] = []
        self._sense = sense

    @cached_property
    def sense(self) -> Sense:
        """What the encoder makes of this utterance."""
        return self._sense or Meaning.shipped().senses([self.text])[0]

    @cached_property
    def scores(self) -> Scores:
        """What the heads say of it, knowing what was said just before."""
        before = self.context.recent[-1].meaning if self.context.recent else b""
        return Meaning.shipped().scores(self.sense, before)

    @cached_property
    def danger_alone(self) -> Scores:
        """What the heads of danger say of it as if nothing had been said before."""
        return Meaning.shipped().scores(self.sense, heads=("risk", "grave"))

    def proposed(self, head: str) -> list[Proposal]:
        """Return what a head proposes at its bars (`lexicons/bars.toml`), strongest first."""
        return proposals(head, self.scores)

    @cached_property
    def quoted(self) -> list[bool]:
        """For each token: whether it stands between quotation marks."""
        return language.quoted_mask(self.doc)

    @cached_property
    def heads(self) -> list[int]:
        """For each token: the index of the head of its clause."""
        return language.clause_heads(self.doc)

    @cached_property
    def frames(self) -> dict[int, language.ClauseFrame]:
        """The clauses, by head."""
        return language.frames(self.doc, self.heads, self.quoted)

    def frame(self, token: Token) -> language.ClauseFrame:
        """Return the clause that `token` stands in."""
        return self.frames[self.heads[token.i]]

    def said(self, *names: str) -> list[Span]:
        """Return the places where any of these phrase ids was said, in text order."""
        spans = [span for name in names for span in self.phrases.get(name, ())]
        return sorted(spans, key=lambda span: span.start)

    def whole(self) -> tuple[int, int]:
        """Return where the words of the utterance begin and end, white space aside."""
        text = self.text
        return len(text) - len(text.lstrip()), len(text.rstrip())

    def figure_in(self, tokens: Span | list[Token]) -> str | None:
        """Return the first figure (other than the person) mentioned among `tokens`."""
        return next((self.figure_at[t.i] for t in tokens if t.i in self.figure_at), None)

    def observe(  # noqa: PLR0913 - an observation simply has so many parts
        self,
        kind: str,
        code: str,
        start: int,
        end: int,
        heard_by: str,
        confidence: float,
        *,
        likely: bool = True,
        about: str | None = None,
        attributes: dict[str, Attribute] | None = None,
        components: tuple[Component, ...] = (),
    ) -> Observation:
        """Note one observation over `text[start:end]` of the utterance and return it."""
        quote = self.utterance.quote(start, end)
        observation = Observation(
            kind=kind,
            code=code,
            start=start,
            end=end,
            quote=quote.quote,
            claim="likely" if likely else "possible",
            confidence=confidence,
            heard_by=heard_by,
            about=about,
            attributes=attributes or {},
            components=components,
        )
        self.heard.append(observation)
        return observation
