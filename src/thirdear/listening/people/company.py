"""All those spoken of so far, as far as one utterance needs them, and who of them is meant.

A figure gets one id for good ("boss:1"); names are added to it, and a role where the words tell
one. Someone without a name who is nobody's ("a bloke in the queue") passes by, and is kept for good
only once they are named or spoken of again in their own words. What the person has corrected is
obeyed (see `context.Correction`).
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

import msgspec

from thirdear.listening.context import Context, Figure, corner_of, new_id
from thirdear.listening.observation import Introduction
from thirdear.listening.people.mention import Mention, Scene
from thirdear.listening.people.names import same_name
from thirdear.listening.people.words import ANIMAL, SINGULAR, Term, term_of

_ANOTHER = frozenset({"other", "another", "second", "third", "new", "next", "different"})
_FORMER = frozenset({"old", "former", "previous", "last", "first"})
_CONTRASTS = (
    {"older", "elder", "eldest", "oldest", "big"}, {"younger", "youngest", "little", "baby", "kid"},
    {"middle"}, {"half"}, {"twin"}, {"maternal"}, {"paternal"}, {"late"},
    {"old", "former", "previous", "last"}, {"new", "current", "present"}, {"second"}, {"third"},
)  # fmt: skip
_KEPT_APART = frozenset({"late", "half", "twin"})
_BY_KIND = frozenset(
    {"other", "clinician", "colleague", "boss", "institution", "early_authority", "friend",
     "child", "sibling"}
)  # fmt: skip
_PARENTS = (("mother", "f"), ("father", "m"))


class Company:
    """The cast while one utterance is heard, and who was met or named in it."""

    def __init__(self, context: Context, scene: Scene, denied: AbstractSet[str]) -> None:
        self.scene = scene
        self.cast = dict(context.cast)
        self.introductions: list[Introduction] = []
        self.denied = denied
        self._met_before = context.cast.keys()
        self._last_term: Mention | None = None
        self._at: dict[int, str] = {}
        self._recency = {f: -n - 1 for n, f in enumerate(context.salient) if f in self.cast}

    def spoken_of(self, mention: Mention) -> None:
        """Note that a mention has been understood."""
        if mention.term is not None:
            self._last_term = mention
        for figure in mention.figures:
            self._recency[figure] = mention.first
            for i in range(mention.first, mention.last + 1):
                self._at.setdefault(i, figure)

    def who(
        self, mention: Mention, together: Sequence[Mention], told: Term | None
    ) -> tuple[str, ...]:
        """Return the figures that a mention, and all tied to it, speak of; enter who is new."""
        if not self._stands_for(together) or any(_is_animal(m) for m in together):
            return ()
        named = next((m for m in together if m.name), None)
        term = self._role(mention, together, told)
        name = named.name if named is not None else None
        gender = next((m.gender for m in together if m.gender), None)
        if term is None:
            known = self._of_name(name or "", None) if name else None
            if known is not None:
                return (self._noted(known, name, gender),)
            return (self._met(Term("other"), gender, name or mention.word, mention),)
        if term.role == "parents":
            return tuple(
                self._one(Term(role, g, kind=role), mention, together, None, g)
                for role, g in _PARENTS
            )
        return (self._one(term, mention, together, name, gender),)

    def may_be(self, figure: str, said: Mention) -> bool:
        """Tell whether what is said of a figure may be so: "he's my manager" of "Marcus"."""
        known = self.cast[figure]
        term = said.term
        if term is None or known.settled or said.owner is not None:
            return False
        if known.role in self.denied and known.role != term.role:
            return True
        return known.role == term.role or (known.role == "other" and not _is_described(known))

    def tell(self, figure: str, said: Mention) -> None:
        """Note what is said of a figure: "he's my manager"."""
        known = self.cast[figure]
        if said.term is not None and said.term.role != known.role:
            role = self._role(said, [said], None)
            assert role is not None
            known = self._promoted(known, role.role)
        self._noted(known, None, said.gender, said.word)

    def call(self, figure: str, name: str) -> None:
        """Note a name: "her name was Joy"."""
        self._noted(self.cast[figure], name, None)

    def learn_gender(self, figure: str, gender: str) -> None:
        """Note whether a figure is he or she, once a pronoun has told it."""
        if self.cast[figure].gender is None:
            self._noted(self.cast[figure], None, gender)

    def _stands_for(self, together: Sequence[Mention]) -> bool:
        """Give "the new one" and "mine" the word that they stand for; tell whether there is one."""
        for said in together:
            if not said.stands_for or said.term is not None:
                continue
            if self._last_term is None or self._last_term.term is None:
                return False
            term = self._last_term.term
            role = SINGULAR.get(term.role, term.role)
            said.term = replace(term, role=role, many=False)
        return True

    # ---- Roles -------------------------------------------------------------------------------

    def _role(
        self, mention: Mention, together: Sequence[Mention], told: Term | None
    ) -> Term | None:
        found = [(m, m.term) for m in together if m.term is not None]
        if not found:
            return told
        said, term = min(found, key=lambda pair: pair[1].role == "other")
        if told is not None and term.role in ("other", "grandparent"):
            return told
        if said.owner is not None:
            return self._theirs(said, term)
        role = term.role
        if term.young and self.scene.childhood:
            role = term.young
        elif term.work and self.scene.work and not said.mine:
            role = term.work
        elif term.other and not said.mine and not self.scene.childhood:
            role = term.other
        if said.many and role in SINGULAR and role != "parents":
            role = SINGULAR[role]
        return replace(term, role=role)

    def _theirs(self, said: Mention, term: Term) -> Term:
        """Someone else's someone: "his mum", "my dad's mum", "my boy's teacher"."""
        assert said.owner is not None
        owner = self._owner(said)
        owner_role = None if owner is None else self.cast[owner].role
        role = "other"
        if owner_role in ("mother", "father"):
            if term.role in ("mother", "father", "parents"):
                role = "grandparent"
            elif term.role in ("partner", "step_parent"):
                role = "step_parent"
        elif owner_role == "child" and term.role in ("mother", "father") and said.of_someone_named:
            role = "ex_partner"
        elif term.role in ("clinician", "institution") or (
            owner_role in ("boss", "colleague") and term.role in ("boss", "colleague")
        ):
            role = term.role
        return Term(role, term.gender, many=term.many, kind=term.kind)

    def _owner(self, said: Mention) -> str | None:
        return None if said.owner is None else self._at.get(said.owner)

    # ---- Who it is ---------------------------------------------------------------------------

    def _one(
        self, term: Term, mention: Mention, together: Sequence[Mention], name: str | None,
        gender: str | None,
    ) -> str:  # fmt: skip
        said = next((m for m in together if m.term is not None), mention)
        owner = self._owner(said)
        if name is not None:
            known = self._of_name(name, term.role)
            if known is not None:
                if known.role != term.role and not known.settled:
                    known = self._promoted(known, term.role)
                return self._noted(known, name, gender, said.word)
        fits = [
            f for f in self.cast.values()
            if f.same_as is None and not f.nobody
            and self._fits(f, term, said, owner, name, gender)
        ]  # fmt: skip
        if fits:
            best = max(fits, key=lambda f: self._recency.get(f.id, -99))
            return self._noted(best, name, gender, said.word)
        return self._met(term, gender, name or said.word, said, said.word, owner)

    def _fits(
        self, figure: Figure, term: Term, said: Mention, owner: str | None, name: str | None,
        gender: str | None,
    ) -> bool:  # fmt: skip
        if figure.role != term.role or (figure.number == "many") != said.many:
            return False
        if gender and figure.gender and gender != figure.gender:
            return False
        if said.owner is not None or figure.of is not None:
            theirs = figure.of == owner and owner is not None
            again = said.owner is None and not said.mine and not said.fresh
            if not (theirs or again):
                return False
        if term.role in _BY_KIND and not self._same_kind(figure, term, said.word):
            return False
        if term.role in ("mother", "father"):
            return True
        return not self._set_apart(figure, said, name)

    @staticmethod
    def _same_kind(figure: Figure, term: Term, word: str) -> bool:
        if any(n == word or term.kind in n.split() for n in figure.names):
            return True
        said = [t for n in figure.names if (t := term_of(n)) is not None]
        kinds = {t.kind for t in said if figure.role in (t.role, "other") or figure.of}
        return term.kind in kinds or (not kinds and figure.role != "other")

    @staticmethod
    def _set_apart(figure: Figure, said: Mention, name: str | None) -> bool:
        """Tell whether the words set this mention apart from a known figure."""
        names = [n for n in figure.names if n[:1].isupper()]
        if name is not None:
            if any(same_name(name, n) for n in names):
                return False
            if names:
                return True
        known = {word for n in figure.names for word in n.split()}
        if said.fresh and "friend" in (figure.role,):
            return True
        if _ANOTHER & said.marks:
            return not (_ANOTHER & known)
        for kin in _CONTRASTS:
            mine, theirs = kin & said.marks, kin & known
            if mine and not theirs and any(o & known for o in _CONTRASTS if o is not kin):
                return True
            if mine and not theirs and (kin & (_KEPT_APART | _FORMER)) and figure.role != "friend":
                return True
        return bool(said.fresh and said.marks & {"a", "an", "one"} and not said.owner)

    def _of_name(self, name: str, role: str | None) -> Figure | None:
        called = [
            f for f in self.cast.values()
            if any(same_name(name, n) for n in f.names)
            and (role is None or f.role in (role, "other") or f.settled or f.role in self.denied)
        ]  # fmt: skip
        if not called:
            return None
        return self.cast[
            self.as_known_now(max(called, key=lambda f: self._recency.get(f.id, -99)).id)
        ]

    def as_known_now(self, figure: str) -> str:
        """Return who a figure is since the person has said that two are one."""
        same = self.cast[figure].same_as
        return figure if same is None else self.as_known_now(same)

    # ---- What is noted -----------------------------------------------------------------------

    def _met(
        self, term: Term, gender: str | None, name: str, said: Mention, word: str = "",
        owner: str | None = None,
    ) -> str:  # fmt: skip
        figure_id = new_id(self.cast, term.role)
        known = self.cast.get(figure_id)
        if known is not None:
            return self._noted(known, name, gender, word)
        number = "many" if said.many and term.role not in ("mother", "father") else "one"
        figure = Figure(
            figure_id, term.role, corner_of(term.role), (name,), gender, number, owner,
            passing=self._passes_by(term, name, said, owner),
        )  # fmt: skip
        self._enter(figure, name)
        return self._noted(figure, None, gender, word)

    def _passes_by(self, term: Term, name: str, said: Mention, owner: str | None) -> bool:
        """Tell whether it is someone without a name who is not the person's, nor a known one's."""
        if said.mine or name[:1].isupper() or not (owner is None or self.cast[owner].passing):
            return False
        return said.fresh or (term.role == "other" and not (term.own or term.bare))

    def _promoted(self, figure: Figure, role: str) -> Figure:
        figure = msgspec.structs.replace(figure, role=role, corner=corner_of(role), passing=False)
        self._enter(figure, None)
        return figure

    def _noted(self, figure: Figure, name: str | None, gender: str | None, word: str = "") -> str:
        figure = self.cast[self.as_known_now(figure.id)]
        named = name is not None and name[:1].isupper()
        if figure.passing and (named or (word and figure.id in self._met_before)):
            figure = msgspec.structs.replace(figure, passing=False)
            self._enter(figure, None)
        for called in (name, word):
            if called and called not in figure.names and called not in figure.not_called:
                figure = figure.called(called, gender)
                self._enter(figure, called)
        if gender and figure.gender is None:
            figure = msgspec.structs.replace(figure, gender=gender)
            self._enter(figure, None)
        return figure.id

    def _enter(self, figure: Figure, name: str | None) -> None:
        self.cast[figure.id] = figure
        self.introductions.append(
            Introduction(
                figure.id, figure.role, figure.corner, name, figure.gender, figure.number,
                figure.of, figure.passing,
            )
        )  # fmt: skip


def _is_animal(mention: Mention) -> bool:
    return mention.term is not None and mention.term.role == ANIMAL


def _is_described(figure: Figure) -> bool:
    """Tell whether it is known what someone is to the person, not only what they are called."""
    return any(term_of(n) is not None for n in figure.names if not n[:1].isupper())
