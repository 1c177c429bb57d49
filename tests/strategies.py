"""What people might type: anything at all, and talk made of realistic pieces so that ears prick up."""

from __future__ import annotations

from hypothesis import strategies as st

# ---- Anything at all ------------------------------------------------------------------------------------

_NASTY = st.sampled_from(
    ["\x00", "\x07", "\x1b[2J", "\u200b", "\u202e", "\u2067", "\ufeff", "\u00a0", "\r\n", "\t", "\n\n",
     "“", "”", "’", '"', '""', "«", "…", "...", "—", "👨‍👩‍👧", "😭", "🇮🇪", "e\u0301", "ﬁ", "ß", "İ", "ǅ", "中",
     "ا", "\U0001f9d1\U0001f3ff", "{quote}", "{0}", "%s", "<b>", "&amp;", "\\", "'", "''", "im", "dont",
     "https://example.org/a?b=c", "a" * 200, "!!!!", "???", "\ud800"]
)  # fmt: skip
_CORES = st.sampled_from(
    ["I was so angry with my dad", "it's fine, honestly", "i want to die", "my boss Karen",
     "what should I do?", "my head's gone fuzzy", "I wanted to throw it at him", "stop",
     'she said "you never help"', "My brother died.", "anyway", "it doesn't matter", "he", "you"]
)  # fmt: skip


def any_text(max_size: int = 200) -> st.SearchStrategy[str]:
    """Arbitrary text, and arbitrary text with real words and nasty characters strewn in."""
    wild = st.text(max_size=max_size)
    mixed = st.lists(st.one_of(_CORES, _NASTY, st.text(max_size=12)), max_size=10).map("".join)
    spaced = st.lists(st.one_of(_CORES, _NASTY), max_size=10).map(" ".join)
    return st.one_of(wild, mixed, spaced)


# ---- Talk -----------------------------------------------------------------------------------------------

_WHO = ["My boss", "My mum", "My dad", "My older sister", "My brother", "My wife", "My ex",
        "My manager Karen", "My friend Jo", "Dan", "Aunt Bea", "My gran", "The neighbour",
        "My colleague Priya", "My stepdad", "Someone at work"]  # fmt: skip
_DEED = ["gave the project to Dan", "forgot my birthday again", "laughed at me in front of everyone",
         "never rang", "walked out on us", "sold the piano without telling me", "shouted at me",
         "moved the bins", "asked what was wrong", "died in the spring", "said I was lazy",
         "let me down again", "brought a cake round", "looked straight through me"]  # fmt: skip
_AFTER = ["It's fine, honestly.", "No big deal.", "It doesn't matter.", "I said nothing.",
          "I'm not angry or anything.", "I was furious.", "I was a bit annoyed, I suppose.",
          "I felt so ashamed.", "I could have cried.", "I'm such an idiot.", "I hate him.",
          "I hate him. Well, no, hate's too strong, he's lovely really.", "I felt nothing.",
          "I just went back to work.", "I wanted to throw the phone at him.",
          "I wanted her to stay.", "God. That's not like me.", "More than a bit.",
          "I miss her.", "My jaw is clenched.", "My stomach is churning.",
          "My head's gone fuzzy. What were you asking?", "I think I'm scared of him.",
          "I love her and I'm furious with her.", "That's life.", "He's pathetic, that one.",
          "I can talk to my mum about it.", "I should leave him.", "I wish he loved me.",
          "I don't think what I did was that bad.", "It's not like I hate her.",
          "My mother was a saint, there's nothing more to say about it."]  # fmt: skip
_ELSE = ["Anyway. We're thinking of repainting the hall.", "Anyway, the boiler is broken.",
         "By the way, the cat has fleas.", "I cleaned the whole kitchen.", "It rained all week.",
         "My dad used to say nobody likes a whiner.", "Mum always said don't make a fuss.",
         "You'd fall off your bike and he'd look at you.", "I dreamt of a house with no stairs.",
         "I had a dream about the old car again.", "It's all a bit weird at home.", "So, yes.",
         "There was a green bicycle in the hall.", "He always does that.", "Every time it's the same.",
         "I keep seeing the green bicycle.", "It's just that when I...", "The gate was open."]  # fmt: skip
_ASK = ["How long have we got left?", "What should I do?", "Do you think I was wrong?",
        "Are you a real person?", "Who can read this?", "What did I say last time?",
        "What did I say before?", "Are you bored?", "Is this helping?", "What do you mean?",
        "Am I depressed?", "Should I stop my tablets?", "Where should I start?"]  # fmt: skip
_BETWEEN = ["No.", "Mm.", "Yes.", "I don't know.", "That's not it.", "You're not listening.",
            "stop", "Nothing comes.", "I don't know what to say.", "...", "It's quiet here.",
            "This is pointless.", "I have to go now.", "No, that's not what I meant."]  # fmt: skip
_GRAVE = ["I want to die.", "I don't want to be here anymore.", "I've been saving up my tablets.",
          "My husband hits me.", "The voices tell me to stay in bed.", "I've been cutting again.",
          "I'm going to kill him."]  # fmt: skip
_ANSWER = ["no", "No, not at all.", "yes", "I don't know", "maybe", "I'm safe", "no I'm not safe",
           "it's just an expression", "not really", "why do you ask?"]  # fmt: skip


@st.composite
def talk(draw: st.DrawFn) -> str:
    """One utterance of ordinary talk, of one to four sentences, now and then badly typed."""
    pick = lambda pieces: draw(st.sampled_from(pieces))  # noqa: E731
    kind = draw(st.integers(0, 9))
    if kind == 0:
        said = pick(_ASK)
    elif kind == 1:
        said = pick(_BETWEEN)
    else:
        said = " ".join(
            part for part in (
                f"{pick(_WHO)} {pick(_DEED)}." if draw(st.booleans()) else "",
                pick(_AFTER) if draw(st.integers(0, 2)) else "",
                pick(_ELSE) if draw(st.booleans()) else "",
            ) if part
        ) or pick(_ELSE)  # fmt: skip
    typed = draw(st.integers(0, 11))
    if typed == 0:
        return said.lower().replace("'", "")
    if typed == 1:
        return said.replace("'", "’")
    return said


def grave() -> st.SearchStrategy[str]:
    """Talk with danger in it."""
    return st.sampled_from(_GRAVE)


def answer_to_care() -> st.SearchStrategy[str]:
    """What someone might answer to a direct question about danger."""
    return st.sampled_from(_ANSWER)


def session(min_turns: int = 4, max_turns: int = 24) -> st.SearchStrategy[list[str]]:
    """The person's side of one session, without danger."""
    return st.lists(talk(), min_size=min_turns, max_size=max_turns)


def session_with_danger(max_turns: int = 14) -> st.SearchStrategy[list[str]]:
    """The person's side of one session in which danger is told, and answered somehow or other."""
    return st.tuples(
        st.lists(talk(), max_size=max_turns // 2),
        grave(),
        st.lists(st.one_of(answer_to_care(), talk(), grave()), max_size=max_turns // 2),
    ).map(lambda parts: [*parts[0], parts[1], *parts[2]])


def seeds() -> st.SearchStrategy[int]:
    """A seed of a session."""
    return st.integers(0, 2**31 - 1)
