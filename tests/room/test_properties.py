"""What must hold in every session that could be held, over generated talk and any text at all."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import msgspec
from hypothesis import event, example, given, settings
from hypothesis import strategies as st
from tests.room.holding import BEGAN, WEEK, Memory, a_room, in_session
from tests.strategies import any_text, seeds, session, session_with_danger

from thirdear.record import Cost, create, unlock
from thirdear.room import Reply, Room, RoomError
from thirdear.room.home import KeptRecord
from thirdear.room.journal import Journal
from thirdear.room.state import State

# ---- What may never be said. These lists are the tests' own, on purpose not the program's. -------------

ADVICE = re.compile(
    r"\b(?:you (?:should|ought to|must|need to|have to|could try|might want to|may want to|better)"
    r"|why (?:don't|not) you|try (?:to|and|not)|i (?:suggest|recommend|advise)|my advice|consider"
    r"|the best thing|it (?:helps|might help|would help) to|make sure|remember to|what if you)\b",
    re.IGNORECASE,
)
PRAISE = re.compile(
    r"\b(?:well done|good (?:job|work|for you)|great|proud of you|brave|impressive|i admire|amazing"
    r"|fantastic|excellent|wonderful|congratulations|insightful|good point|lovely)\b",
    re.IGNORECASE,
)
REASSURANCE = re.compile(
    r"\b(?:don't worry|no need to worry|(?:it|you|that|this|everything|things)(?:'ll| will) (?:all )?"
    r"(?:be|get|work) (?:ok|okay|fine|all ?right|alright|better|out)|gets? better|not alone"
    r"|not your fault|(?:perfectly|completely|totally) (?:normal|natural)|that's normal|cheer up"
    r"|nothing wrong with you|time heals|it's okay to)\b",
    re.IGNORECASE,
)
DIAGNOSIS = re.compile(
    r"\b(?:depress(?:ed|ion|ive)|bipolar|narcissis\w*|borderline|psychos[ie]s|psychotic|disorder"
    r"|adhd|autis\w*|ptsd|neuro(?:sis|tic)|syndrome|symptoms?|trauma|ocd|defen[cs]e|denial"
    r"|transference|projection|repress\w*|resistance|superego|oedip\w*|inner child|unconscious"
    r"|rationali[sz]\w*|intellectuali[sz]\w*|coping|attachment)\b",
    re.IGNORECASE,
)
PRETENDS = re.compile(
    r"\b(?:i feel|i'm (?:sad|glad|happy|sorry|worried|touched)|as your therapist|i care about|i love"
    r"|my own life|when i was|i understand how|i know how)\b",
    re.IGNORECASE,
)
TURNED_ROUND = {"own_clause", "about_someone", "wish_said", "feeling_said", "few_words"}
INSTRUCTS = re.compile(
    r"(?:so |and )?you(?:'ve|'d)? (?:can|could|should|must|ought|better|try|need|have to|got to)\b(?! not)",
    re.IGNORECASE,
)
MUST_NOTS = {"advice": ADVICE, "praise": PRAISE, "reassurance": REASSURANCE, "diagnosis": DIAGNOSIS,
             "pretending": PRETENDS}  # fmt: skip
QUOTED = re.compile(r'"([^"]*)"')
# Technique reference, 1.1 (for WRK, CNT and SUM it gives none; they are held to the nearest).
LONGEST = {"ENC": 4, "ACK": 8, "REF": 18, "CLA": 18, "ASC": 18, "VAL": 18, "CON": 28, "DEF": 28,
           "SUM": 40, "WRK": 40, "CNT": 40, "FRM": 45}  # fmt: skip
DEPTH = {"SIL": 0, "ENC": 0, "ACK": 0, "FRM": 0, "REF": 1, "CLA": 1, "ASC": 1, "WRK": 1, "VAL": 1,
         "SUM": 1, "CNT": 1, "CON": 2}  # fmt: skip
WITHOUT_GROUNDS = {"FRM", "WRK", "ENC", "ACK", "CNT"}
MAY_REPEAT = {"ENC", "FRM"}


def held(lines: list[str], seed: int, memory: Memory | None = None) -> tuple[Room, list[Reply]]:
    """Hold a second session of these lines, asking why and disagreeing now and then."""
    room = in_session(2, seed=seed, memory=memory)
    replies: list[Reply] = []
    disagreed = 0
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        replies.append(room.say(line))
        if replies[-1].type == "ended":
            break
        if replies[-1].type == "therapist" and (seed + number) % 7 == 0:
            room.why(replies[-1].turn)
            if replies[-1].grounds and disagreed < 3:
                disagreed += 1
                replies.append(room.dispute(replies[-1].turn))
        elif (seed + number) % 5 == 0:
            replies.append(room.wait(float(seed % 90)))
    return room, [r for r in replies if r.type != "ended"]


def spoken(replies: list[Reply]) -> list[Reply]:
    return [r for r in replies if r.text]


def own_words_removed(reply: Reply) -> str:
    """Return what the chair said without what it quoted of the person."""
    return QUOTED.sub(" ", str(reply.text))


def sounds(text: str) -> str:
    return " ".join(re.findall(r"[\w']+", text.lower()))


# ---- What is said -----------------------------------------------------------------------------------------


def never_advice_diagnosis_praise_reassurance_or_pretending(replies: list[Reply]) -> None:
    for reply in spoken(replies):
        if reply.type == "safety" or (reply.intervention and reply.intervention.kind == "FRM"):
            continue  # answers of fact say what the program does not do
        given_back = " ".join(g.quote for g in reply.grounds)
        for what, pattern in MUST_NOTS.items():
            found = pattern.search(own_words_removed(reply))
            if found and pattern.search(given_back):
                continue  # the person's own word, given back
            assert found is None, f"{what}: {reply.text!r}"


def a_reflection_never_sounds_like_an_instruction(replies: list[Reply]) -> None:
    for reply in spoken(replies):
        if reply.rule.split("#")[0] in TURNED_ROUND:
            assert not INSTRUCTS.match(str(reply.text)), reply.text


def never_two_questions_at_once(replies: list[Reply]) -> None:
    for reply in spoken(replies):
        assert own_words_removed(reply).count("?") <= 1, reply.text


def never_the_same_sentence_twice(replies: list[Reply]) -> None:
    said: set[str] = set()
    for reply in spoken(replies):
        kind = reply.intervention.kind if reply.intervention else reply.type
        if kind in MAY_REPEAT or reply.type == "safety":
            continue
        assert sounds(str(reply.text)) not in said, reply.text
        said.add(sounds(str(reply.text)))


def never_longer_than_the_method_allows(replies: list[Reply]) -> None:
    for reply in spoken(replies):
        if reply.type == "therapist" and reply.intervention:
            kind = reply.intervention.kind
            assert len(str(reply.text).split()) <= LONGEST[kind], (kind, reply.text)


def each_kind_has_the_contracts_depth(replies: list[Reply]) -> None:
    for reply in replies:
        if reply.intervention:
            assert reply.intervention.depth == DEPTH[reply.intervention.kind]


def nothing_ends_in_a_garbled_way(replies: list[Reply]) -> None:
    for reply in spoken(replies):
        text = str(reply.text)
        assert text == text.strip()
        assert text[-1] in '.?…"!', text
        assert not re.search(
            r"[{}]|  | [.,?]|\.\.(?!\.)|\byour you\b|\byou am\b|\byou was\b", text
        ), text


RULES = [
    never_advice_diagnosis_praise_reassurance_or_pretending,
    a_reflection_never_sounds_like_an_instruction,
    never_two_questions_at_once,
    never_the_same_sentence_twice,
    never_longer_than_the_method_allows,
    each_kind_has_the_contracts_depth,
    nothing_ends_in_a_garbled_way,
]


@given(session(6, 26), seeds())
@settings(max_examples=50)
def test_every_remark_keeps_every_rule(lines: list[str], seed: int) -> None:
    memory = Memory()
    _, replies = held(lines, seed, memory)
    for reply in spoken(replies):
        event(f"said: {reply.intervention.kind if reply.intervention else reply.type}")
    for rule in RULES:
        rule(replies)
    said = words_by_turn(memory)
    only_what_was_said_is_quoted(replies, said)
    grounds_are_there_and_exact(replies, said)


def only_what_was_said_is_quoted(replies: list[Reply], said: dict[tuple[int, int], str]) -> None:
    for reply in spoken(replies):
        if reply.intervention and reply.intervention.rule.startswith("fact"):
            continue  # names the command "why"
        for words in QUOTED.findall(str(reply.text)):
            assert any(words in line for line in said.values()), (words, reply.text)


def grounds_are_there_and_exact(replies: list[Reply], said: dict[tuple[int, int], str]) -> None:
    for reply in replies:
        if reply.intervention is None or reply.type == "silence":
            continue
        if reply.intervention.kind not in WITHOUT_GROUNDS:
            assert reply.grounds, reply.text
        for ground in reply.grounds:
            text = said[ground.session, ground.turn]
            assert text[ground.start : ground.end] == ground.quote
            assert ground.conversation == f"session {ground.session}"


def words_by_turn(memory: Memory) -> dict[tuple[int, int], str]:
    """Return what the person said, by session and turn, as the record has it."""
    said, number = {}, 0
    for kind, payload in memory.kept:
        happened = msgspec.json.decode(payload)
        if kind == "opened":
            number = happened["session"]
        elif kind == "spoke":
            said[number, happened["turn"]] = happened["text"]
    return said


@given(session(20, 40), seeds())
@settings(max_examples=20)
def test_at_most_half_of_the_turns_are_answered(lines: list[str], seed: int) -> None:
    _, replies = held([ln for ln in lines if "?" not in ln], seed)
    answered = sum(
        r.type == "therapist"
        and r.intervention is not None
        and r.intervention.kind not in ("SIL", "ENC", "FRM")
        and bool(r.reading)
        for r in replies
    )
    turns = sum(bool(r.reading) for r in replies)
    urgent = sum("rejected" in r.rule or "did_not_sit" in r.rule for r in replies)
    assert answered - urgent <= max(2, 0.5 * turns)


# ---- Danger -----------------------------------------------------------------------------------------------


@given(session_with_danger(), seeds())
@settings(max_examples=40)
def test_while_danger_stands_open_nothing_but_care_is_said(lines: list[str], seed: int) -> None:
    room = in_session(2, seed=seed)
    for line in lines:
        stood_open = room.state.care is not None
        reply = room.say(line)
        if stood_open:
            assert reply.type == "safety", (line, reply.text)
            assert reply.intervention is not None
            assert reply.intervention.depth == 0
        assert str(reply.text or "").count("?") <= 1
        if room.state.care is not None:
            assert room.wait(90).type == "silence"


@given(session_with_danger(), seeds())
@settings(max_examples=40)
def test_care_is_left_only_by_words_of_the_persons(lines: list[str], seed: int) -> None:
    room = in_session(2, seed=seed)
    for line in lines:
        stood_open = room.state.care is not None
        room.say(line)
        if stood_open and room.state.care is None:
            event(f"clear after: {line}")
            assert not re.search(r"\byes\b(?!.*safe)|not safe|don't know|maybe", line.lower())


# ---- The same again ---------------------------------------------------------------------------------------


@given(st.one_of(session(), session_with_danger()), seeds())
@settings(max_examples=40)
def test_the_same_lines_and_seed_give_the_same_session(lines: list[str], seed: int) -> None:
    one, other = held(lines, seed), held(lines, seed)
    assert one[1] == other[1]
    assert one[0].state == other[0].state


@given(st.one_of(session(), session_with_danger()), seeds())
@settings(max_examples=40)
def test_replaying_the_record_gives_the_live_state(lines: list[str], seed: int) -> None:
    memory = Memory()
    room, _ = held(lines, seed, memory)
    assert a_room(memory.without_checkpoints()).state == room.state


@given(session(2, 12), st.integers(0, 60), seeds())
@settings(max_examples=40)
def test_a_checkpoint_and_what_came_after_equal_the_whole(
    lines: list[str], at: int, seed: int
) -> None:
    memory = Memory()
    room, _ = held(lines, seed, memory)
    halfway = memory.without_checkpoints()
    halfway.kept = memory.kept[:at]
    journal = Journal(halfway)
    state: State = journal.read()
    journal.put_down(state, now=True)
    halfway.kept = list(memory.kept)
    assert a_room(halfway).state == room.state


@given(session(2, 10), seeds())
def test_the_state_of_any_earlier_moment_can_be_rebuilt(lines: list[str], seed: int) -> None:
    memory = Memory()
    room = in_session(2, seed=seed, memory=memory)
    states = []
    for line in lines:
        room.say(line)
        states.append((len(memory.kept), room.state))
    for length, state in states[:: max(1, len(states) // 3)]:
        until = memory.without_checkpoints()
        until.kept = memory.kept[:length]
        assert a_room(until).state == state


@given(session(2, 10), session(2, 10), seeds())
@settings(max_examples=25)
def test_a_record_over_several_sessions_replays_exactly(
    first: list[str], second: list[str], seed: int
) -> None:
    memory = Memory()
    held(first, seed, memory)
    room = a_room(memory)
    if room.state.is_open:
        room.end(BEGAN + WEEK * 3)
    room.open(BEGAN + WEEK * 4, seed=seed)
    for line in second:
        if room.say(line).type == "ended":
            break
    assert a_room(memory).state == room.state
    assert a_room(memory.without_checkpoints()).state == room.state


def test_the_real_record_gives_the_live_state_back() -> None:
    lines = ["My boss gave the project to Dan. It's fine, honestly.", "I was furious 😭 with my dad.",
             "What did I say before?", "I want to die.", "no", "Anyway, the hall is green."]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.db"
        with create(path, "two chairs", cost=Cost(1, 8, 1)) as made:
            room = Room(Journal(KeptRecord(made)))
            room.welcome("GB", "my sister", BEGAN)
            for week in range(3):
                room.open(BEGAN + WEEK * week, seed=week)
                for line in lines:
                    room.say(line)
                if week < 2:
                    room.end()
            live = room.state
        with unlock(path, "two chairs") as again:
            assert Room(Journal(KeptRecord(again))).state == live


# ---- Any text at all --------------------------------------------------------------------------------------


@given(st.lists(any_text(), min_size=1, max_size=5), seeds())
@example(['I "want to die', "\ud800", '"""'], 0)
@example(["I want to die“", "no”"], 1)
def test_any_text_is_survived_kept_whole_and_answered_by_the_rules(
    lines: list[str], seed: int
) -> None:
    memory = Memory()
    room = in_session(2, seed=seed, memory=memory)
    for line in lines:
        try:
            reply = room.say(line)
        except RoomError:
            assert not line.strip()
            continue
        if reply.type == "ended":
            break
        kept = msgspec.json.decode(next(p for k, p in reversed(memory.kept) if k == "spoke"))[
            "text"
        ]
        assert kept == re.sub("[\ud800-\udfff]", "\ufffd", line)
        for words in QUOTED.findall(str(reply.text or "")):
            assert any(words in said for said in words_by_turn(memory).values()), reply.text
        for ground in reply.grounds:
            said = words_by_turn(memory)[ground.session, ground.turn]
            assert said[ground.start : ground.end] == ground.quote
    assert a_room(memory.without_checkpoints()).state == room.state
