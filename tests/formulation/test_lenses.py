"""Five schools read the same evidence: what each needs to see, and what it must leave alone."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from importlib import resources

import msgspec
import pytest
from hypothesis import given, settings
from tests.formulation.test_formulation import understand
from tests.strategies import session

from thirdear.formulation.formulation import Formulation, Strand, fold
from thirdear.formulation.lenses import LensReading, as_plain, lenses, worth_voicing
from thirdear.formulation.lenses.entries import LENSES, Entry, lens
from thirdear.formulation.lenses.looking import found
from thirdear.formulation.lenses.material import material
from thirdear.formulation.lenses.words import FIRST_SAID, LAST_SAID, Said, marked
from thirdear.formulation.told import Part, Told
from thirdear.listening.context import Context, Figure, attend
from thirdear.listening.listener import hear
from thirdear.listening.observation import Reading
from thirdear.speech import Utterance

CAST = {
    f.id: f
    for f in (
        Figure("mother", "mother", "P", ("mum",)),
        Figure("father", "father", "P", ("dad",)),
        Figure("sibling:1", "sibling", "P", ("older sister Ann",)),
        Figure("boss:1", "boss", "C", ("boss",)),
        Figure("partner:1", "partner", "C", ("wife",)),
        Figure("friend:1", "friend", "C", ("friend",)),
        Figure("therapist", "therapist", "T"),
    )
}
SLOTS = ("wish", "response_of_other", "response_of_self")
FLAGS = {"denied", "inferred", "positive", "negative", "in", "dream", "memory", "fantasy"}
LINE = re.compile(r"(\d+)\.(\d+) (\S+) (\w+)((?: \w+)*): (.+)")


def understood(*lines: str) -> Formulation:
    """Make an understanding from lines such as "1.2 mother feeling guilt: I felt so guilty".

    Session and turn, the figure ("-" for none), the kind, codes or cluster, "negative", "denied",
    "inferred", "in memory"; then the words. Lines of one turn are one utterance; a dream or a
    memory is heard over the whole of it, as the ears do.
    """
    read = [LINE.fullmatch(line) for line in lines]
    assert all(read), [line for line, m in zip(lines, read, strict=True) if m is None]
    text: dict[tuple[int, int], str] = {}
    for match in read:
        assert match
        turn = (int(match[1]), int(match[2]))
        before = text.get(turn, "")
        text[turn] = before if match[6] in before else f"{before} {match[6]}".strip()
    strands: dict[str, Strand] = {}
    episodes: list[Told] = []
    for match in read:
        assert match
        number, turn, kind, more = int(match[1]), int(match[2]), match[4], match[5].split()
        about = None if match[3] == "-" else match[3]
        whole = text[number, turn]
        said = Utterance(whole, turn=turn, conversation=f"session {number}", session=number)
        start = 0 if kind in ("dream", "memory") else whole.index(match[6])
        end = len(whole) if kind in ("dream", "memory") else start + len(match[6])
        quote = said.quote(start, end)
        code = next((w for w in more if w not in FLAGS), kind)
        if kind in SLOTS:
            assert about
            episodes.append(
                Told(
                    f"{number}.{turn}.{len(episodes)}", about, CAST[about].corner, number, turn,
                    more[-1] if "in" in more else "waking", 4.0,
                    (Part(
                        kind, int(code), next((w for w in more if w.endswith("tive")), None),
                        "inferred" not in more, quote,
                    ),),
                )
            )  # fmt: skip
            continue
        explicit = kind == "feeling" and not {"denied", "inferred"} & set(more)
        blank = Strand(kind, code, about, explicit, denied="denied" in more)
        strands[blank.id] = strands.get(blank.id, blank).with_one_more(quote, number)
    return Formulation(
        strands=strands,
        episodes=tuple(episodes),
        cast=CAST,
        sessions=max((t[0] for t in text), default=0),
    )


def ids(readings: list[LensReading]) -> set[str]:
    return {r.id.rsplit("/", 1)[0].removeprefix("lens/") for r in readings}


def entries() -> Iterator[tuple[str, Entry]]:
    for name in LENSES:
        for entry in lens(name).entry:
            yield f"{name}/{entry.id}", entry


ENTRIES = dict(entries())

# ---- What each entry needs to see, and a near miss -------------------------------------------------------

# Every fixture is invented. The first list is seen, the second is not: something is missing that the
# reading rests on (another person, another order, too little of it, or plain reality).
CASES: dict[str, tuple[list[str], list[str]]] = {
    # Freud
    "freud/wish_and_no": (
        ["1.2 mother wish 1: I want to tell mum I'm not coming", "1.4 mother response_of_self 2 negative: I couldn't possibly hurt her"],
        ["1.2 mother wish 1: I want to tell mum I'm not coming", "1.4 boss:1 response_of_self 2 negative: I couldn't possibly hurt him"],
    ),
    "freud/unasked_no": (
        ["1.2 boss:1 response_of_other 5 negative: my boss gave it to Dan", "1.4 boss:1 feeling anger denied: angry"],
        ["1.2 boss:1 response_of_other 6 positive: my boss gave me the week off", "1.4 boss:1 feeling anger denied: angry"],
    ),
    "freud/slip": (
        ["1.2 - slip: I rang my mother, I mean my wife"],
        ["1.2 - slip: I rang my mother and my wife"],
    ),
    "freud/it_returns": (
        [
            "1.0 father response_of_other 5 negative: dad just looked at me",
            "1.2 - shift: Anyway, we're painting the hall",
            "1.4 father response_of_other 5 negative: he'd look at you like that",
            "1.6 - shift: Anyway, the car needs doing",
            "1.8 father feeling anger: I was furious with him",
        ],
        [
            "1.0 father response_of_other 5 negative: dad just looked at me",
            "1.2 - shift: Anyway, we're painting the hall",
            "1.6 - shift: Anyway, the car needs doing",
            "1.8 partner:1 feeling anger: I was furious with her",
        ],
    ),
    "freud/what_comes_next": (
        ["1.2 boss:1 response_of_other 5 negative: my boss laughed at it", "1.3 father response_of_other 5 negative: Dad used to laugh like that"],
        ["1.2 boss:1 response_of_other 5 negative: my boss laughed at it", "1.9 father response_of_other 5 negative: Dad used to laugh like that"],
    ),
    "freud/away_when_warm": (
        [
            "1.2 boss:1 feeling anger: I was so angry", "1.3 - shift: Anyway, the hall",
            "1.8 mother feeling sadness: I was sad about it", "1.9 - shift: By the way, the cat has fleas",
        ],
        ["1.2 boss:1 feeling anger: I was so angry", "1.3 - shift: Anyway, the hall", "1.8 mother feeling sadness: I was sad about it"],
    ),
    "freud/lived_again": (
        [
            "1.2 father response_of_other 5 negative: dad never listened",
            "1.6 boss:1 response_of_other 5 negative: my boss looked past me",
            "2.2 boss:1 response_of_other 5 negative: he went on typing",
        ],
        [
            "1.2 father response_of_other 5 negative: dad never listened",
            "1.6 boss:1 response_of_other 3 negative: my boss was in tears",
            "2.2 boss:1 response_of_other 3 negative: he was so upset",
        ],
    ),
    "freud/beside_the_dream": (
        ["1.2 - dream: I dreamt of a house with no stairs", "1.4 mother feeling longing: I miss my mum"],
        ["1.2 - dream: I dreamt of a house with no stairs", "1.9 mother feeling longing: I miss my mum"],
    ),
    "freud/against_oneself": (
        ["1.2 partner:1 feeling anger: I was livid with my wife", "1.3 - defence devaluation_of_self: I'm such an idiot"],
        ["1.2 - defence devaluation_of_self: I'm such an idiot", "1.3 partner:1 feeling anger: I was livid with my wife"],
    ),
    # Jung
    "jung/softer_in_the_dream": (
        [
            "1.2 boss:1 response_of_self 5 positive: I kept perfectly calm", "1.6 boss:1 response_of_self 5 positive: I had it all in hand",
            "2.2 - dream: I dreamt the office was under water", "2.2 boss:1 response_of_self 6 negative in dream: I was begging him to stop",
        ],
        [
            "1.2 boss:1 response_of_self 5 positive: I kept perfectly calm", "1.6 boss:1 response_of_self 5 positive: I had it all in hand",
            "2.2 boss:1 response_of_self 6 negative: I was begging him to stop",
        ],
    ),
    "jung/bolder_in_the_dream": (
        [
            "1.2 boss:1 response_of_self 6 negative: I just gave in", "1.6 boss:1 response_of_self 8 negative: I went red and said yes",
            "2.2 boss:1 response_of_self 4 positive in dream: I threw the keys at him",
        ],
        [
            "1.2 boss:1 response_of_self 6 negative: I just gave in",
            "2.2 boss:1 response_of_self 4 positive in dream: I threw the keys at him",
        ],
    ),
    "jung/face_shown": (
        ["1.2 friend:1 response_of_self 5 positive: I put on a smile at the party", "1.3 - feeling loneliness: I felt so lonely in there"],
        ["1.2 friend:1 response_of_self 5 positive: I smiled at the party", "1.3 - feeling loneliness: I felt so lonely in there"],
    ),
    "jung/hard_to_stand": (
        [
            "1.2 boss:1 feeling contempt: he disgusts me, so loud", "1.6 boss:1 feeling contempt: such a show-off",
            "2.2 boss:1 defence devaluation_of_other: he's pathetic, that one",
        ],
        [
            "1.2 boss:1 feeling contempt: he disgusts me, so loud", "1.6 friend:1 feeling contempt: such a show-off",
            "2.2 boss:1 defence devaluation_of_other: he's pathetic, that one",
        ],
    ),
    "jung/drawn_to": (
        ["1.2 friend:1 wish 5: I can't stop thinking about her", "1.6 friend:1 response_of_self 3 positive: there's something about her"],
        ["1.2 mother wish 5: I can't stop thinking about her", "1.6 mother response_of_self 3 positive: there's something about her"],
    ),
    "jung/image_again": (
        [
            "1.2 - dream: I dreamt of the green bicycle in the rain",
            "2.2 - dream: There was that bicycle again, by the gate", "2.3 - feeling sadness: I woke up so sad",
        ],
        [
            "1.2 - dream: I dreamt of the green bicycle in the rain",
            "2.2 - dream: There was a staircase made of glass", "2.3 - feeling sadness: I woke up so sad",
        ],
    ),
    "jung/one_side_works": (
        [
            "1.2 - defence intellectualisation: people in that position tend to withdraw", "1.4 - defence rationalisation: it makes sense economically",
            "1.6 - defence intellectualisation: grief has its stages", "1.8 - feeling sadness: I burst into tears in the car",
        ],
        [
            "1.2 - defence intellectualisation: people in that position tend to withdraw", "1.4 - defence rationalisation: it makes sense economically",
            "1.8 - feeling sadness: I burst into tears in the car",
        ],
    ),
    "jung/not_like_me": (
        ["1.2 boss:1 response_of_self 4 negative: I shouted, that's not like me"],
        ["1.2 boss:1 response_of_self 4 negative: I shouted, he does not like me"],
    ),
    "jung/stranger_in_the_dream": (
        ["1.2 - dream: A woman I didn't recognise, a stranger, handed me a coat"],
        ["1.2 friend:1 response_of_other 6 positive: a stranger handed me a coat"],
    ),
    # Adler
    "adler/early_scene": (
        ["1.2 - memory: When I was six dad shut the door and I sat in the dark", "1.2 father response_of_self 6 negative in memory: I sat in the dark"],
        ["1.2 - memory: When we bought the house dad shut the door and I sat in the dark", "1.2 father response_of_self 6 negative in memory: I sat in the dark"],
    ),
    "adler/scene_and_rule": (
        ["1.2 - memory: The day the pond froze nobody came when I called", "1.6 friend:1 response_of_other 5 negative: people only ring when they want something"],
        ["1.2 - memory: The day the pond froze nobody came when I called", "1.6 friend:1 response_of_other 5 negative: she rang because she wanted something"],
    ),
    "adler/place_beside": (
        ["1.2 sibling:1 response_of_other 1 positive: Ann was the clever one"],
        ["1.2 friend:1 response_of_other 1 positive: she was the clever one"],
    ),
    "adler/small_and_striving": (
        ["1.2 boss:1 response_of_self 8 negative: I'm just not good enough for them", "1.8 boss:1 wish 8: I want to prove myself"],
        ["1.2 boss:1 response_of_self 8 negative: I was not well enough to go", "1.8 boss:1 wish 8: I want to prove myself"],
    ),
    "adler/if_only": (
        ["1.2 partner:1 wish 5: if only she had more time", "1.8 friend:1 response_of_self 2 negative: I'd love to but my back won't let me"],
        ["1.2 partner:1 wish 5: if only she had more time", "1.8 friend:1 response_of_self 2 negative: I went in the end"],
    ),
    "adler/making_smaller": (
        ["1.2 boss:1 feeling shame: I felt so ashamed in that meeting", "1.3 friend:1 defence devaluation_of_other: he's only there because of his father"],
        ["1.2 friend:1 defence devaluation_of_other: he's only there because of his father", "1.3 boss:1 feeling shame: I felt so ashamed in that meeting"],
    ),
    "adler/of_use": (
        [
            "1.2 friend:1 response_of_self 1 positive: I helped her move", "1.6 mother response_of_self 1 positive: we cooked together",
            "2.2 partner:1 response_of_self 1 positive: I sat with her all night",
        ],
        [
            "1.2 friend:1 response_of_other 6 positive: she helped me move", "1.6 mother response_of_self 1 positive: we cooked together",
            "2.2 partner:1 response_of_self 1 positive: I sat with her all night",
        ],
    ),
    "adler/looking_on": (
        ["1.2 - memory: The others were in the yard and I watched from the window"],
        ["1.2 friend:1 response_of_self 2 negative: I watched them from the window"],
    ),
    # Rank
    "rank/having_to": (
        [
            "1.2 boss:1 response_of_self 6 negative: I have to stay late", "1.4 mother response_of_self 6 negative: I've got to ring her",
            "1.6 partner:1 response_of_self 6 negative: I had to go along", "1.8 friend:1 response_of_self 6 negative: I ought to answer him",
        ],
        [
            "1.2 boss:1 response_of_self 6 negative: I have to stay late", "1.4 mother response_of_self 6 negative: I must have rung her",
            "1.6 partner:1 response_of_self 6 negative: I had to go along", "1.8 friend:1 response_of_self 6 negative: I ought to answer him",
        ],
    ),
    "rank/no_to_pressing": (
        ["1.2 mother response_of_other 2 negative: mum wants me to come on Sunday", "1.3 mother response_of_self 5 positive: I said no"],
        ["1.2 mother response_of_other 2 negative: mum wants me to come on Sunday", "1.3 boss:1 response_of_self 5 positive: I said no"],
    ),
    "rank/undone_no": (
        ["1.2 partner:1 response_of_other 2 negative: she keeps on at me about the form", "1.3 partner:1 response_of_self 2 negative: I still haven't sent it"],
        ["1.2 partner:1 response_of_other 6 positive: she got me the form", "1.3 partner:1 response_of_self 2 negative: I still haven't sent it"],
    ),
    "rank/partings": (
        [
            "1.2 friend:1 response_of_other 5 negative: he's moving away to Leeds", "1.6 mother response_of_other 5 negative: it was her funeral that week",
            "2.2 boss:1 response_of_other 5 negative: she retired", "2.6 partner:1 response_of_other 5 negative: she left me in the spring",
        ],
        [
            "1.2 friend:1 response_of_other 5 negative: he's moving away to Leeds", "1.6 mother response_of_other 5 negative: it was her funeral that week",
            "2.2 boss:1 response_of_other 5 negative: she shouted",
        ],
    ),
    "rank/parting_here": (
        ["1.2 therapist transference dependent: There's no session next week", "1.4 friend:1 response_of_other 5 negative: he went away without a word"],
        ["1.2 therapist transference dependent: I like this session", "1.4 friend:1 response_of_other 5 negative: he went away without a word"],
    ),
    "rank/fear_of_standing_apart": (
        ["1.2 mother wish 1: I want a place of my own", "1.3 mother feeling guilt: I feel so guilty"],
        ["1.2 mother wish 5: I want to be with her", "1.3 mother feeling guilt: I feel so guilty"],
    ),
    "rank/fear_of_being_swallowed": (
        ["1.2 partner:1 wish 5: I want her near", "1.4 partner:1 response_of_self 8 negative: I feel smothered"],
        ["1.2 partner:1 wish 5: I want her near", "1.4 boss:1 response_of_self 8 negative: I feel smothered"],
    ),
    "rank/too_near_too_far": (
        ["1.2 partner:1 response_of_self 8 negative: I can't breathe with her there", "1.6 partner:1 response_of_self 7 negative: when she leaves I sit there"],
        ["1.2 partner:1 response_of_self 8 negative: I can't breathe in the lift", "1.6 mother response_of_self 7 negative: when she leaves I sit there"],
    ),
    "rank/choosing": (
        ["1.2 mother response_of_self 6 negative: I had to go on Sundays", "2.2 mother response_of_self 5 positive: I decided to stay at home"],
        ["1.2 mother response_of_self 5 positive: I decided to stay at home", "2.2 mother response_of_self 6 negative: I had to go on Sundays"],
    ),
    # Klein
    "klein/two_pictures": (
        ["1.2 partner:1 defence idealisation_of_other: she's an angel", "1.6 partner:1 response_of_other 4 negative: she's completely selfish"],
        ["1.2 partner:1 defence idealisation_of_other: she's an angel, but a tired one", "1.6 partner:1 response_of_other 4 negative: she's completely selfish"],
    ),
    "klein/both_sides": (
        ["1.2 mother feeling love: I do love her", "1.2 mother feeling anger: I could strangle that woman with my anger"],
        ["1.2 mother feeling love: I do love her", "1.2 boss:1 feeling anger: I was so angry with him"],
    ),
    "klein/wish_to_mend": (
        ["1.2 partner:1 response_of_self 4 negative: I shouted at her", "1.4 partner:1 response_of_self 1 positive: I apologised and made her some tea"],
        ["1.2 partner:1 response_of_self 1 positive: I apologised and made her some tea", "1.4 partner:1 response_of_self 4 negative: I shouted at her"],
    ),
    "klein/quick_mending": (
        ["1.2 friend:1 response_of_other 5 negative: he forgot my birthday", "1.3 friend:1 response_of_self 5 positive: it's all forgotten now"],
        ["1.2 friend:1 response_of_other 5 negative: he forgot my birthday", "1.9 friend:1 response_of_self 5 positive: it's all forgotten now"],
    ),
    "klein/good_spoilt": (
        ["1.2 friend:1 response_of_other 6 positive: he lent me the money", "1.3 friend:1 response_of_self 8 negative: I couldn't look at him"],
        ["1.2 friend:1 response_of_other 5 negative: he would not lend me the money", "1.3 friend:1 response_of_self 8 negative: I couldn't look at him"],
    ),
    "klein/thanks": (
        ["1.2 friend:1 response_of_other 6 positive: he put his arm round me", "1.3 friend:1 feeling gratitude: I was so grateful to him"],
        ["1.2 friend:1 response_of_other 6 positive: he put his arm round me", "1.3 boss:1 feeling gratitude: I was so grateful to her"],
    ),
    "klein/blow_in_return": (
        ["1.2 boss:1 feeling anger: I was furious with him", "1.3 boss:1 response_of_other 5 negative: he'll throw me out"],
        ["1.2 boss:1 response_of_other 5 negative: he'll throw me out", "1.3 friend:1 feeling anger: I was furious with her"],
    ),
    "klein/whose_anger": (
        ["1.2 partner:1 feeling anger denied: angry", "1.3 partner:1 response_of_other 3 negative: she's always angry with me"],
        ["1.2 partner:1 feeling anger: I was angry", "1.3 partner:1 response_of_other 3 negative: she's always angry with me"],
    ),
}  # fmt: skip


def seen_by(name: str, formulation: Formulation) -> bool:
    return bool(found(ENTRIES[name], material(formulation), formulation.cast))


def test_every_entry_has_its_case() -> None:
    assert set(CASES) == set(ENTRIES)


@pytest.mark.parametrize("name", CASES)
def test_an_entry_sees_what_it_looks_for(name: str) -> None:
    assert seen_by(name, understood(*CASES[name][0]))


@pytest.mark.parametrize("name", CASES)
def test_an_entry_leaves_the_near_miss_alone(name: str) -> None:
    assert not seen_by(name, understood(*CASES[name][1]))


@pytest.mark.parametrize("name", CASES)
def test_an_entry_needs_all_of_its_evidence(name: str) -> None:
    lines = CASES[name][0]
    apart = {line.split(" ")[0] for line in lines}
    if len(apart) > 1:
        for turn in apart:
            rest = [line for line in lines if not line.startswith(f"{turn} ")]
            assert not seen_by(name, understood(*rest)), f"without {turn}"


# ---- Evidence --------------------------------------------------------------------------------------------


def exact(reading: LensReading, formulation: Formulation) -> None:
    """Every quote lies in a piece of evidence of the formulation, word for word."""
    assert reading.quotes
    evidence = [p.quote for p in material(formulation)]
    for quote in reading.quotes:
        assert any(
            (quote.conversation, quote.session, quote.turn) == (e.conversation, e.session, e.turn)
            and e.start <= quote.start < quote.end <= e.end
            and e.quote[quote.start - e.start : quote.end - e.start] == quote.quote
            for e in evidence
        ), quote


def in_order(reading: LensReading) -> None:
    """Every sentence is filled, quotes only what was said, and stays tentative and short."""
    told = (reading.observation, reading.reading, reading.alternative, reading.wrong_if)
    said = [q.quote for q in reading.quotes]
    unquoted = re.sub(r"“.*?”", "", " ".join(told), flags=re.DOTALL)
    assert "{" not in unquoted
    assert "}" not in unquoted
    assert all(sentence.strip() for sentence in told)
    shown = re.findall(r"“(.*?)”", reading.observation, flags=re.DOTALL)
    assert shown
    assert all(any(words in quote for quote in said) for words in shown)
    assert len(reading.reading.split()) <= 25
    assert 0.0 <= reading.confidence <= 1.0
    assert reading.lens in LENSES


@pytest.mark.parametrize("name", CASES)
def test_every_quote_is_exact_and_every_slot_is_filled(name: str) -> None:
    formulation = understood(*CASES[name][0])
    readings = lenses(formulation)
    assert readings
    for reading in readings:
        exact(reading, formulation)
        in_order(reading)


@settings(max_examples=15, deadline=None)
@given(session(2, 10))
def test_what_is_heard_in_free_talk_gives_exact_quotes_too(lines: list[str]) -> None:
    formulation = understand(lines, lines[::-1])
    before = msgspec.json.encode(formulation)
    readings = lenses(formulation)
    for reading in readings:
        exact(reading, formulation)
        in_order(reading)
    assert readings == lenses(formulation)
    assert msgspec.json.encode(formulation) == before


def test_all_five_read_the_same_person() -> None:
    readings = lenses(everything())
    assert {r.lens for r in readings} == set(LENSES)
    assert [r.lens for r in readings] == sorted((r.lens for r in readings), key=LENSES.index)


def everything() -> Formulation:
    """All the cases as one long treatment, each in sessions of its own."""
    return understood(
        *(
            re.sub(r"^(\d+)", lambda m, n=n: str(int(m[1]) + 3 * n), line)  # type: ignore[misc]
            for n, (seen, _) in enumerate(CASES.values())
            for line in seen
        )
    )


def test_of_one_lens_there_are_at_most_three_the_best_grounded_first() -> None:
    readings = lenses(everything())
    for name in LENSES:
        confidence = [r.confidence for r in readings if r.lens == name]
        assert 1 <= len(confidence) <= 3
        assert confidence == sorted(confidence, reverse=True)


def test_nothing_said_is_nothing_read() -> None:
    assert lenses(Formulation()) == []


def test_one_plain_sentence_is_not_read() -> None:
    assert lenses(understood("1.0 boss:1 feeling anger: I was angry with my boss")) == []


def test_the_words_are_shown_in_their_clause() -> None:
    readings = lenses(
        understood(
            "1.2 boss:1 response_of_self 4 negative: I was furious with my boss",
            "1.2 boss:1 feeling anger: furious",
            "1.3 boss:1 response_of_other 5 negative: he'll throw me out",
        )
    )
    blow = next(r for r in readings if r.id.startswith("lens/klein/blow_in_return"))
    assert blow.observation == (
        "Toward your boss there was “I was furious with my boss”, and then the thought "
        "“he'll throw me out”."
    )


def test_of_a_long_telling_the_sentence_is_quoted_in_which_it_was_found() -> None:
    long = (
        "We had all been out in the yard since the morning with the sledge and the new dog and "
        "everybody was red in the face. I watched from the window. Then there was cocoa."
    )
    (reading,) = [
        r for r in lenses(understood(f"1.2 - memory: {long}")) if "looking_on" in r.id
    ]  # fmt: skip
    assert "“I watched from the window”" in reading.observation


# ---- What is never read ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_what_the_person_disputed_is_not_read(name: str) -> None:
    formulation = understood(*CASES[name][0])
    rejected = {*formulation.strands, *(told.id for told in formulation.episodes)}
    disputed = msgspec.structs.replace(formulation, disputed=frozenset(rejected))
    assert lenses(disputed) == []


def test_one_disputed_strand_takes_the_reading_with_it() -> None:
    formulation = understood(*CASES["klein/thanks"][0])
    after = msgspec.structs.replace(formulation, disputed=frozenset({"feeling/gratitude/friend:1"}))
    assert "klein/thanks" in ids(lenses(formulation))
    assert "klein/thanks" not in ids(lenses(after))


def test_a_reading_the_person_rejected_is_not_made_again() -> None:
    formulation = understood(*CASES["klein/thanks"][0])
    rejected = frozenset({"lens/klein/thanks/friend:1"})
    after = msgspec.structs.replace(formulation, disputed=rejected)
    assert "klein/thanks" not in ids(lenses(after))


def test_words_in_which_danger_was_heard_are_not_read() -> None:
    lines = CASES["klein/blow_in_return"][0]
    said = lines[0].split(": ")[1]
    formulation = understood(*lines, f"1.2 - risk suicide_active: {said}")
    assert lenses(formulation) == []


def test_whoever_did_harm_is_not_read_as_a_figure_of_the_mind() -> None:
    formulation = understood(
        *CASES["klein/both_sides"][0],
        "2.2 mother response_of_other 4 negative: she beat me with a belt",
        "2.2 - risk abuse: she beat me with a belt",
    )
    assert not any(r.about == "mother" for r in lenses(formulation))
    assert "klein/both_sides" in ids(lenses(understood(*CASES["klein/both_sides"][0])))


def test_a_feeling_that_was_only_inferred_carries_no_reading_that_needs_it_told() -> None:
    lines = [line.replace("gratitude:", "gratitude inferred:").replace("so grateful to", "with")
             for line in CASES["klein/thanks"][0]]  # fmt: skip
    assert "klein/thanks" not in ids(lenses(understood(*lines)))


def test_two_names_for_one_person_are_one_person() -> None:
    cast = {**CAST, "friend:1": msgspec.structs.replace(CAST["friend:1"], same_as="partner:1")}
    formulation = understood(
        "1.2 partner:1 response_of_other 6 positive: she put her arm round me",
        "1.3 friend:1 feeling gratitude: I was so grateful to her",
    )
    assert "klein/thanks" not in ids(lenses(formulation))
    assert "klein/thanks" in ids(lenses(formulation, cast))


def test_who_is_nobody_is_not_read() -> None:
    cast = {**CAST, "friend:1": msgspec.structs.replace(CAST["friend:1"], nobody=True)}
    assert lenses(understood(*CASES["klein/thanks"][0]), cast) == []


# ---- Sentences kept for their words ------------------------------------------------------------------------


class WithSaid(Formulation, frozen=True):
    said: Said = ()


def listened(*lines: str) -> WithSaid:
    """Fold lines of one session through the ears, and keep the sentences that a lens has words for."""
    formulation, context, said = Formulation(), Context(), ()
    for turn, line in enumerate(lines):
        utterance = Utterance(line, turn=turn, conversation="c")
        reading = hear(utterance, context)
        context = attend(context, reading)
        formulation = fold(formulation, utterance, reading)
        said = marked(said, utterance, reading)
    return WithSaid(
        **{
            name: getattr(formulation, name)
            for name in Formulation.__struct_fields__
            if name != "said"
        },
        said=said,
    )


def test_a_sentence_with_words_a_lens_goes_by_is_kept_whole_and_exact() -> None:
    formulation = listened("It rained. If only I had more time! The bins are out.")
    ((_, quote),) = formulation.said
    assert quote.quote == "If only I had more time!"


def test_a_sentence_is_about_whom_it_names_if_that_is_one_person() -> None:
    formulation = listened("For once I said no to my boss.", "I said no to my mum and my dad.")
    assert [sign.about for sign, _ in formulation.said] == ["boss:1", None]


@pytest.mark.parametrize(
    "line",
    [
        'My wife said "if only you had more time".',
        "“If only you had more time”, that was her line.",
        "Should I say that I have to go?",
        "It rained all week.",
    ],
)
def test_what_is_asked_or_stands_between_quotation_marks_is_not_kept(line: str) -> None:
    assert listened(line).said == ()


def test_a_must_that_another_says_is_not_ones_own() -> None:
    mine = "I have to ring her."
    hers = "My wife thinks I have to ring her."
    assert seen_by("rank/having_to", listened(mine, mine, mine, mine))
    assert not seen_by("rank/having_to", listened(mine, mine, mine, hers))


def test_the_other_chairs_words_are_not_kept() -> None:
    utterance = Utterance("If only you had more time.", "therapist")
    assert marked((), utterance, hear(utterance, Context())) == ()


def test_the_sentences_kept_are_bounded_the_first_and_the_newest() -> None:
    said: Said = ()
    for turn in range(200):
        utterance = Utterance("If only I had more time.", turn=turn)
        said = marked(said, utterance, Reading(turn, 1, "client", "x", ()))
    assert len(said) == FIRST_SAID + LAST_SAID
    assert said[0][1].turn == 0
    assert said[-1][1].turn == 199


def test_what_is_kept_is_read_and_quoted_exactly() -> None:
    formulation = listened(
        "My mum wants me to come for Christmas.", "I said no to my mum.",
        "I put on a smile at work.", "I feel so lonely there.",
    )  # fmt: skip
    readings = lenses(formulation)
    assert {"rank/no_to_pressing", "jung/face_shown"} <= ids(readings)
    for reading in readings:
        exact(reading, formulation)
        in_order(reading)


# ---- How sure it is --------------------------------------------------------------------------------------

OFTEN = [
    f"{s}.{t} friend:1 {what}"
    for s in (1, 2, 3)
    for t, what in (
        (1, "response_of_other 6 positive: he came at once"),
        (2, "feeling gratitude: I was so grateful to him"),
        (5, "response_of_other 6 positive: he stayed with me"),
        (6, "feeling gratitude: I'm grateful for that"),
    )
]


def thanks(*lines: str) -> LensReading:
    return next(r for r in lenses(understood(*lines)) if r.id.startswith("lens/klein/thanks"))


def test_once_is_a_moment_and_often_over_three_sessions_is_characteristic() -> None:
    assert thanks(*OFTEN[:2]).standing() == "moment"
    assert thanks(*OFTEN[:8]).standing() == "recurrent"
    assert thanks(*OFTEN).standing() == "characteristic"


def test_more_evidence_is_more_confidence() -> None:
    assert thanks(*OFTEN[:2]).confidence < thanks(*OFTEN[:4]).confidence
    assert thanks(*OFTEN[:4]).confidence < thanks(*OFTEN).confidence


@pytest.mark.parametrize("turn", range(len(OFTEN)))
def test_an_utterance_taken_away_never_makes_it_surer(turn: int) -> None:
    whole = thanks(*OFTEN)
    weaker = thanks(*(line for n, line in enumerate(OFTEN) if n != turn))
    assert weaker.confidence <= whole.confidence
    assert weaker.count <= whole.count
    assert weaker.rests_on < whole.rests_on


def test_a_moment_is_never_worth_voicing_and_what_recurs_outright_may_be() -> None:
    assert worth_voicing(lenses(understood(*OFTEN[:2]))) is None
    one = worth_voicing(lenses(understood(*OFTEN)))
    assert one is not None
    assert one.explicit
    assert one.standing() != "moment"


def test_a_reading_is_told_in_the_contracts_words() -> None:
    plain = as_plain(thanks(*OFTEN[:2]))
    assert plain["words"] == plain["reading"]
    assert plain["evidence"] == plain["quotes"]
    assert {"lens", "observation", "alternative", "wrong_if", "confidence", "standing", "explicit",
            "disputed"} <= set(plain)  # fmt: skip
    assert plain["evidence"][0]["quote"] == "he came at once"
    msgspec.json.encode(plain)


# ---- The data files --------------------------------------------------------------------------------------

TENTATIVE = re.compile(r"\b(may|might|perhaps|could|seems?)\b")
JARGON = re.compile(
    r"unconscious|repress|project(?:ion|ed)|splitting|\bego\b|super-?ego|\bid\b|libido|oedip|complex"
    r"|archetyp|anima|persona|shadow|individuat|inferiority|compensat|neuro|lifestyle|transferen"
    r"|defen[cs]e|resist|depressive|paranoid|manic|narciss|internali|introject|symbol|trauma"
    r"|disorder|patholog|masochis|fixat|regress|castrat|phall|resolution|life-fear|death-fear",
    re.IGNORECASE,
)
CHILDHOOD = re.compile(r"\b(child\w*|grew up|upbringing|parents?|as a (?:boy|girl)|born)\b", re.IGNORECASE)  # fmt: skip
NEVER = re.compile(
    r"\b(you are (?:a|an)\b|you must|you should|really means?|stands for|because (?:your|of your)"
    r"|symptom|normal|abnormal|sick|ill\b|well done|proud|don't worry)",
    re.IGNORECASE,
)


def sentences(entry: Entry) -> tuple[str, ...]:
    return (entry.observation, entry.reading, entry.alternative, entry.wrong_if)


@pytest.mark.parametrize("name", LENSES)
def test_each_lens_has_at_least_six_things_it_can_see(name: str) -> None:
    own = lens(name)
    assert own.lens == name
    assert len(own.entry) >= 6
    assert len({e.id for e in own.entry}) == len(own.entry)


def test_no_two_entries_say_the_same() -> None:
    readings = [e.reading for e in ENTRIES.values()]
    assert len(set(readings)) == len(readings)


@pytest.mark.parametrize("name", ENTRIES)
def test_a_reading_is_short_tentative_and_plain(name: str) -> None:
    entry = ENTRIES[name]
    reading = re.sub(r"\{\w+\}", "your older sister", entry.reading)
    assert len(reading.split()) <= 25, len(reading.split())
    assert TENTATIVE.search(reading)
    for sentence in sentences(entry):
        assert not JARGON.search(sentence), JARGON.search(sentence)
        assert not NEVER.search(sentence), NEVER.search(sentence)
        assert not CHILDHOOD.search(sentence), CHILDHOOD.search(sentence)
        assert "?" not in sentence


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_says_another_reading_and_what_would_show_it_wrong(name: str) -> None:
    entry = ENTRIES[name]
    assert entry.alternative.endswith(".")
    assert re.match(r"if[ ,]", entry.wrong_if)
    assert not entry.wrong_if.endswith(".")
    assert len({s.lower() for s in sentences(entry)}) == 4


@pytest.mark.parametrize("name", ENTRIES)
def test_the_observation_quotes_every_look_and_no_sentence_needs_what_is_not_looked_for(name: str) -> None:  # fmt: skip
    entry = ENTRIES[name]
    looks = {look.name for look in entry.look}
    people = {look.figure for look in entry.look if look.figure}
    image = {"image"} if any("same word" in look.how for look in entry.look) else set()
    allowed = looks | people | {p.capitalize() for p in people} | image
    for sentence in sentences(entry):
        assert {n for _, n, _, _ in string.Formatter().parse(sentence) if n} <= allowed
    assert {n for n in looks if f"“{{{n}}}”" in entry.observation} == looks


@pytest.mark.parametrize("name", ENTRIES)
def test_a_look_names_what_is_heard_and_a_look_before_it(name: str) -> None:
    kinds = {
        "anything", "feeling", "anxiety", "defence", "shift", "dream", "memory", "slip", *SLOTS,
        "figure", "insight", "transference",
    }  # fmt: skip
    seen: set[str] = set()
    for look in ENTRIES[name].look:
        assert look.heard or look.or_said
        assert {spec.split()[0] for spec in look.heard} <= kinds
        assert look.to is None or look.to in seen
        assert bool(look.how) == (look.to is not None)
        seen.add(look.name)


def test_every_lens_says_where_it_comes_from_and_whose_rights_there_are() -> None:
    for name in LENSES:
        path = resources.files("thirdear.formulation.lenses") / f"{name}.toml"
        head = path.read_text(encoding="utf-8").split("lens =")[0]
        assert "Source:" in head
        assert "life + 70" in head
        assert "in our own words" in head or "Nothing is quoted" in head
        assert all(name.capitalize() in e.source for e in lens(name).entry)
