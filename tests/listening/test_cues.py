"""Turns of speech that bear on what to say next, and things one could have a picture of."""

from functools import cache

import pytest
from tests.listening.hearing import heard

from thirdear.listening import cues, language
from thirdear.listening.context import Context
from thirdear.listening.hearing import Hearing
from thirdear.listening.phrases import Phrasebook
from thirdear.speech import Utterance


def cue(text: str, name: str) -> list[str]:
    """Return the words of all cues of one name."""
    return [text[c.start : c.end] for c in heard(text).cues if c.name == name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I hit him. That's not like me.", "not_like_me"),
        ("You're not listening.", "complaint"),
        ("No, that's not it.", "rejected"),
        ("Nothing comes to mind.", "nothing_comes"),
        ("Stop.", "stop"),
        ("please stop", "stop"),
        ("I have to go now.", "leaving"),
        ("I dreamt of a house.", "dream"),
        ("What did I say last week?", "last_time"),
        ("Should I stop my sertraline?", "medicine"),
        ("Am I depressed?", "diagnosis"),
    ],
)
def test_a_turn_of_speech_is_noticed(text: str, name: str) -> None:
    assert cue(text, name)


def test_what_a_parent_used_to_say_is_a_saying() -> None:
    assert cue("My dad used to say nobody likes a whiner.", "saying") == ["nobody likes a whiner"]


def test_what_a_boss_said_once_is_not_a_saying_of_old() -> None:
    assert cue("My boss said the van was late.", "saying") == []


@pytest.mark.parametrize("text", ["It's just that when I...", "I wanted to tell him —", "I was…"])
def test_a_sentence_that_breaks_off_is_noticed(text: str) -> None:
    assert cue(text, "broke_off")


def test_a_whole_sentence_does_not_break_off() -> None:
    assert cue("I wanted to tell him.", "broke_off") == []


def test_a_cue_in_a_quotation_is_anothers() -> None:
    assert cue('She said "you\'re not listening" and left.', "complaint") == []


# ---- Heard, and not heard in ordinary talk that looks like it -----------------------------------------------

PAIRS: dict[str, tuple[list[str], list[str]]] = {
    "not_like_me": (
        [
            "I shouted at a child in the road. That's not like me at all.",
            "i keyed his car. thats not who i am",
        ],
        [
            "He did not like me very much.",
            "My boss doesn't like me.",
        ],
    ),
    "first_said": (
        [
            "I've never said that out loud before.",
            "You're the first person I've told.",
            "Where did that come from?",
        ],
        [
            "I never say much at parties.",
            "He never told me about the money.",
        ],
    ),
    "unasked_no": (
        [
            "I'm not complaining, mind.",
            "not that i care",
            "It's not that I mind her coming.",
            "I don't blame him.",
        ],
        [
            "I was not with him on Friday.",
            "Are you not with them?",
            "I'm not hungry.",
        ],
    ),
    "expects": (
        [
            "You probably think I'm being silly.",
            "I bet you think it's nothing.",
            "You must be bored stiff.",
        ],
        [
            "Do you think it's going to rain?",
            "What do you think it's about?",
            "You think it's easy until you try it.",
        ],
    ),
    "not_today": (
        [
            "I'd rather not talk about my father.",
            "Can we not go there? I don't want to talk about it.",
        ],
        [
            "He didn't want to go to the shops.",
        ],
    ),
    "complaint": (
        [
            "You're not listening to me.",
            "This is pointless.",
            "stop repeating what i say",
            "That was a stupid thing to say.",
            "You just repeat what I say.",
        ],
        [
            "I could stop doing this tomorrow.",
            "School was a waste of time, my dad said.",
            "That's what you get when you don't care about your work.",
            "You keep going, don't you, until you drop.",
            "This is stupid of me but I miss him.",
        ],
    ),
    "rejected": (
        [
            "No, that's not it.",
            "That's not what I meant.",
            "You're wrong there.",
        ],
        [
            "I don't know what I'm doing wrong.",
            "Don't get me wrong, he is a good man.",
            "That's not what I want out of life.",
        ],
    ),
    "nothing_comes": (
        [
            "Nothing comes to mind.",
            "I don't know what to talk about today.",
            "not sure where to start",
            "My mind's gone blank.",
        ],
        [
            "They don't know what to say to each other.",
            "Nothing came of it in the end.",
        ],
    ),
    "vague_word": (
        [
            "It's been a bit weird with my sister.",
            "Things are complicated at home.",
            "I'm all over the place.",
            "Work is a bit much, not great.",
        ],
        [
            "He does odd jobs for the council.",
            "A strange man got on at Crewe.",
            "That's funny, the lights are off.",
            "The usual suspects were in the bar.",
            "I ride it up the hill every day.",
        ],
    ),
    "leaving": (
        [
            "I have to go now.",
            "Right, see you next week.",
            "bye",
        ],
        [
            "I came to see you about my sleep.",
            "I feel I should go somewhere warm.",
            "She left without a word.",
        ],
    ),
    "crying": (
        [
            "Sorry, I've got something in my eye.",
            "I'm tearing up, this is ridiculous.",
            "i'm crying as i type this",
        ],
        [
            "I cried at the funeral in May.",
            "She was crying in the kitchen.",
            "I'm gone by eight most mornings.",
        ],
    ),
    "practical": (
        [
            "I've got to put the bins out.",
            "Anyway, the boiler needs fixing.",
            "I've the dishes to do still.",
            "Never mind all that.",
        ],
        [
            "I sat in the car and couldn't move.",
            "The dog was there before my wife.",
            "I'm going to do it anyway.",
            "I have to say I do notice it.",
        ],
    ),
    "makes_small": (
        [
            "It's only a name.",
            "It's fine, honestly.",
            "It doesn't matter now.",
            "She's only busy.",
            "It's just a job.",
            "He means well.",
        ],
        [
            "It's just a few miles down the road.",
            "I got a parking fine on Monday.",
            "It's a fine day.",
            "It's just me and him at home.",
            "I don't mind telling you.",
            "It was only then that I saw the dog.",
        ],
    ),
    "others_worse": (
        [
            "There are people with real problems.",
            "It could be so much worse.",
            "Who am I to complain?",
        ],
        [
            "The weather is worse in Hull.",
            "Other people were on the bus.",
        ],
    ),
    "laughs": (
        [
            "my dad died lol",
            "You have to laugh.",
        ],
        [
            "We laughed about it later.",
        ],
    ),
    "sorry_for_feeling": (
        [
            "Sorry, I don't know why I'm upset.",
            "I've no right to feel like this.",
            "I'm being silly.",
        ],
        [
            "He said sorry for the delay.",
            "I felt sorry for the dog.",
            "He's being silly.",
        ],
    ),
    "self_attack": (
        [
            "I'm such an idiot.",
            "It was all my fault.",
            "I feel like a failure.",
            "What kind of mother does that.",
        ],
        [
            "He's an idiot.",
            "The soup was a mess.",
            "I feel like a coffee.",
        ],
    ),
    "left_unsaid": (
        [
            "I never told him what it did to me.",
            "I bit my tongue.",
            "I wanted to ask her to stay.",
            "I said nothing.",
            "I couldn't say no.",
        ],
        [
            "I can't say for sure.",
            "I didn't speak to my brothers this time.",
            "I told him everything.",
            "I smiled at the dog.",
        ],
    ),
    "same_again": (
        [
            "My mum used to do that.",
            "At work it's the same with my manager.",
            "Here we go again.",
            "It's my father all over again.",
            "He reminds me of my uncle.",
        ],
        [
            "It's raining again.",
            "We have the same car.",
            "I always go out to the balcony to smoke.",
            "It's the same price as last year.",
        ],
    ),
    "for_once": (
        [
            "For once I said what I wanted.",
            "I told her how I felt.",
            "This time I walked away.",
            "I stood up to him.",
        ],
        [
            "It was the first time I ever drank.",
            "I usually go out with my friends.",
            "I stood up and fetched the plates.",
            "I told him I was from Leeds.",
            "I actually went to school there.",
        ],
    ),
    "nearly_stayed_away": (
        [
            "I nearly didn't come today.",
            "I've been dreading this all week.",
        ],
        [
            "He nearly didn't come to the wedding.",
        ],
    ),
    "my_silence": (
        [
            "You're very quiet today.",
            "Are you just going to sit there?",
            "you never say anything",
            "Please say something.",
        ],
        [
            "The silence at dinner was awful.",
            "I rang twice and there was no answer.",
            "You say something like that and they walk out.",
        ],
    ),
    "asks_if_bad": (
        [
            "Is that awful of me?",
            "Am I overreacting?",
        ],
        [
            "The traffic was awful.",
        ],
    ),
    "alone_with_it": (
        [
            "I did it all on my own.",
            "Nobody noticed.",
            "I had to be strong for the kids.",
        ],
        [
            "I work on my own house at weekends.",
            "Nobody else drinks as much.",
            "I had to do the breathing exercise.",
        ],
    ),
    "should_feel": (
        [
            "I should be happy.",
            "I'm supposed to be the strong one.",
        ],
        [
            "I should be there by six.",
            "The bus is supposed to be early.",
        ],
    ),
    "only_you": (
        [
            "You're the only one who gets it.",
            "nobody else understands",
        ],
        [
            "You always know when he's been drinking.",
            "The best thing is to sleep.",
        ],
    ),
    "need_you": (
        [
            "I don't know what I'd do without you.",
            "Can we do this more often?",
        ],
        [
            "Don't stop at the first shop.",
            "My wife can't wait until Friday.",
        ],
    ),
    "love_you": (
        [
            "I think I love you.",
        ],
        [
            "I'd love you to meet her.",
        ],
    ),
    "others_you_see": (
        [
            "Do you talk to other people like this?",
        ],
        [
            "I talk to other people at work.",
        ],
    ),
    "approves": (
        [
            "Am I doing this right?",
            "Would you be proud of me?",
            "Go on, tell me off.",
        ],
        [
            "She'd tell me off if I was late.",
            "My dad was proud of the car.",
        ],
    ),
    "gave_in": (
        [
            "If you say so.",
            "Whatever you think.",
        ],
        [
            "He said I could have whatever I like.",
        ],
    ),
    "my_words_hurt": (
        [
            "You made me sound like a child.",
            "I was annoyed with you all week.",
            "last time you said something about my mom",
        ],
        [
            "He was angry with me for a week.",
            "My doctor said something about my weight.",
        ],
    ),
    "not_from_you": (
        [
            "You're just a program.",
            "Not from you though.",
            "You wouldn't understand.",
        ],
        [
            "Why don't you have a dog?",
            "You're joking, aren't you?",
            "You can't park there on Sundays.",
        ],
    ),
    "self_view": (
        [
            "I'm too much for people.",
            "I'm always the strong one.",
        ],
        [
            "I'm the one in the blue coat.",
            "I'm too old for this rain.",
        ],
    ),
    "as_a_child": (
        [
            "When I was seven we lived over a shop.",
            "I remember sitting under the table.",
        ],
        [
            "I remember that he has a car.",
            "When I was at the bank he rang.",
        ],
    ),
    "thanks": (
        [
            "Thank you for listening.",
            "thanks so much",
        ],
        [
            "Thank God for that.",
            "I wrote him a thank you card.",
        ],
    ),
    "sorry_to_me": (
        [
            "Sorry for rambling.",
            "I'm boring you.",
            "Sorry, I'm going on a bit.",
        ],
        [
            "He was boring me to death.",
            "I'm going on Friday.",
            "I'm sorry about your dog, I told her.",
        ],
    ),
    "rude_to_me": (
        [
            "Sorry, that was rude.",
            "Sorry I snapped.",
        ],
        [
            "The waiter was rude.",
        ],
    ),
    "secret": (
        [
            "There's something I haven't told you.",
            "I haven't been honest with you.",
            "I left something out last week.",
        ],
        [
            "I haven't told my boss yet.",
            "I left my keys out on the wall.",
            "I can't tell you how cold it was.",
        ],
    ),
    "hard_to_say": (
        [
            "This will sound awful.",
            "Don't laugh, but I miss the noise.",
            "I'm ashamed to say it.",
        ],
        [
            "It sounds lovely up there.",
            "Don't laugh at him, I said.",
        ],
    ),
    "own_insight": (
        [
            "Oh. I do that with everyone.",
            "I've just realised I never asked him.",
            "I just realized it was the same week.",
            "I sound just like my mother.",
        ],
        [
            "I realised the shop was shut.",
            "So that's what I want to do.",
            "I do that course on Mondays.",
        ],
    ),
    "dont_know": (
        [
            "I don't know.",
            "idk",
        ],
        [
            "He knows.",
        ],
    ),
    "hopeless": (
        [
            "What's the point?",
            "Nothing ever changes.",
            "I've given up on him.",
        ],
        [
            "The point is he was late.",
            "I gave up sugar in March.",
            "It will help me sleep.",
        ],
    ),
    "deciding": (
        [
            "I can't decide whether to stay.",
            "Part of me wants to leave.",
            "I'm torn.",
        ],
        [
            "He couldn't decide on the paint.",
            "Part of my roof came off.",
            "I tore my coat.",
        ],
    ),
    "end_coming": (
        [
            "I suppose we're nearly out of time.",
            "Before we finish, one thing.",
        ],
        [
            "I take it before I go to bed.",
            "The film was nearly over.",
        ],
    ),
    "fits": (
        [
            "That's spot on.",
            "Good question.",
        ],
        [
            "He asked a lot of questions.",
        ],
    ),
    "sarcasm": (
        [
            "great. love that",
            "Thanks for nothing.",
            "Great, thanks a bunch.",
        ],
        [
            "I love that song.",
            "It was a great day.",
            "My sister was very helpful.",
        ],
    ),
    "stands_above": (
        [
            "They'd be lost without me.",
            "I'm surrounded by idiots.",
        ],
        [
            "I'm better than I was last week.",
            "He was lost without his dog.",
        ],
    ),
    "blames_all": (
        [
            "It's all her fault.",
            "They're all the same.",
        ],
        [
            "It was nobody's fault.",
            "He took my coat to the cleaners.",
        ],
    ),
    "everyone": (
        [
            "Everyone hates me.",
            "Nobody cares.",
            "People always leave.",
        ],
        [
            "Everyone said what a nice service it was.",
            "Nobody was in.",
            "People always ask for the soup.",
        ],
    ),
    "gossip": (
        [
            "You'll never guess what she did.",
            "Apparently he's moved in with her.",
        ],
        [
            "I guess I never liked it.",
        ],
    ),
    "envy": (
        [
            "It's all right for some.",
            "I'm so jealous of her.",
            "She's got it all.",
        ],
        [
            "She's got the flu.",
            "I wish I had a coat.",
        ],
    ),
    "money_between": (
        [
            "He pays for everything.",
            "I owe my brother four hundred quid.",
        ],
        [
            "I paid for the shopping.",
            "I owe it to myself to sleep.",
        ],
    ),
    "reassure_me": (
        [
            "Tell me it'll be all right.",
            "Is it going to be okay?",
            "That's normal, right?",
        ],
        [
            "It was going to be a long day.",
            "He says it'll be fine.",
        ],
    ),
    "not_one_to": (
        [
            "I'm not a crier.",
            "We didn't talk about feelings in our house.",
            "I don't do feelings.",
        ],
        [
            "I'm not a vet.",
            "We didn't talk about the car.",
        ],
    ),
    "lost_thread": (
        [
            "Where was I?",
            "I've lost my thread.",
        ],
        [
            "Where was the dog?",
        ],
    ),
    "keeps_coming": (
        [
            "I keep thinking about that door.",
            "I can't get it out of my head.",
        ],
        [
            "I keep the keys in a bowl.",
            "I can't stop the tap dripping.",
        ],
    ),
    "dont_care": (
        [
            "I don't care.",
            "i couldn't care less",
        ],
        [
            "I do care about it.",
            "He doesn't care for fish.",
        ],
    ),
    "why_me": (
        [
            "Why me?",
            "Why do I always do this?",
        ],
        [
            "Why did the bus stop?",
        ],
    ),
    "cannot_say": (
        ["There's no way of saying it.", "You can't say stop.", "I find myself saying yes."],
        ["I can't say I mind the rain.", "There's no way through by the old road."],
    ),
    "what_do_you_want": (
        ["I don't know what you want me to do with that.", "What do you want me to say?"],
        ["What do you want for tea?", "He asked what I wanted."],
    ),
    "likeness": (
        [
            "It's like drowning.",
            "I feel like a ghost in that house.",
            "its like there's a wall",
        ],
        [
            "I feel like a pizza.",
            "I like being by the sea.",
            "He looks like a nice man.",
        ],
    ),
}
"""Invented lines, by cue: in which it is heard, and in which it is not."""


def named(text: str) -> set[str]:
    """Return the names of the cues in a text, listened to for cues alone."""
    doc = language.parse(text)
    hearing = Hearing(Utterance(text), Context(), doc, _book().find(doc))
    return {c.name for c in cues.heard(hearing)}


@cache
def _book() -> Phrasebook:
    return Phrasebook(language.pipeline(), cues.phrases())


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, (said, _) in PAIRS.items() for text in said]
)
def test_a_cue_is_heard(name: str, text: str) -> None:
    assert name in named(text)


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, (_, other) in PAIRS.items() for text in other]
)
def test_a_cue_is_not_heard_in_what_only_looks_like_it(name: str, text: str) -> None:
    assert name not in named(text)


def test_nearly_every_cue_has_its_pairs() -> None:
    elsewhere = {"stop", "dream", "medicine", "diagnosis", "last_time", "broke_off"}
    assert {n.removeprefix("cue.") for n in cues.phrases()} - elsewhere <= PAIRS.keys()


# ---- Things -----------------------------------------------------------------------------------------------


def things(text: str) -> list[str]:
    return [text[start:end] for start, end in heard(text).things]


def test_a_concrete_thing_is_named_with_its_article() -> None:
    assert things("There was a green bicycle in the hall.") == ["a green bicycle", "the hall"]


@pytest.mark.parametrize(
    "text",
    ["It took some time.", "The decision was a disappointment.", "Another way of life.", "My mum."],
)
def test_time_abstractions_and_people_are_no_things(text: str) -> None:
    assert things(text) == []


# ---- Language ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Ich weiß nicht, was ich sagen soll, mein Vater hat mich heute wieder einmal angerufen.",
        "我今天很难过，不知道该说什么。",
        "أنا حزين جدا اليوم ولا أعرف ماذا أقول",
    ],
)
def test_another_language_is_known_as_such(text: str) -> None:
    assert any(c.name == "not_english" for c in heard(text).cues)


@pytest.mark.parametrize(
    "text",
    [
        "i dont know what 2 say lol im so tired of this",
        "My dad. The hall. Paint.",
        "Abuela made tamales, and I cried the whole way home in the car.",
        "Mm.",
        "…",
        "😭😭😭",
    ],
)
def test_odd_english_is_english(text: str) -> None:
    assert not any(c.name == "not_english" for c in heard(text).cues)


def test_every_cue_has_lines() -> None:
    assert all(lines for lines in cues.phrases().values())
