"""What weighed in earlier sessions is recognised when it comes back, with its day."""

from tests.listening.hearing import heard

from thirdear.speech import Utterance
from thirdear.therapist.memory import A_SESSION, FIRST_KEPT, LAST_KEPT, Memory, Piece, spoken_day


def told(memory: Memory, text: str, session: int, turn: int = 0) -> Memory:
    return memory.listened(Utterance(text, turn=turn, session=session), heard(text))


def like(memory: Memory, text: str, session: int) -> str | None:
    found = memory.like(Utterance(text, session=session), heard(text))
    return found.then.quote if found else None


def test_what_is_said_again_in_nearly_the_same_words_is_recognised() -> None:
    memory = told(
        Memory().opened(1, "2026-03-05"), "I always end up looking after everyone else.", 1
    )
    memory = memory.opened(2, "2026-03-12")
    assert like(memory, "I end up looking after everyone else again.", 2) is not None


def test_something_else_is_not() -> None:
    memory = told(
        Memory().opened(1, "2026-03-05"), "I always end up looking after everyone else.", 1
    )
    memory = memory.opened(2, "2026-03-12")
    assert like(memory, "The bus to the hospital was late again.", 2) is None


def test_what_was_said_today_is_no_return() -> None:
    memory = told(
        Memory().opened(1, "2026-03-05"), "I always end up looking after everyone else.", 1
    )
    assert like(memory, "I always end up looking after everyone else.", 1) is None


def test_a_few_pieces_of_a_session_are_kept_and_the_whole_is_bounded() -> None:
    memory = Memory()
    line = "I wanted my mother to look at me and she never did."
    for session in range(1, 90):
        memory = memory.opened(session, "2026-03-05")
        for turn in range(A_SESSION + 3):
            memory = told(memory, line, session, turn)
    assert len([p for p in memory.pieces if p.quote.session == 89]) == A_SESSION
    assert len(memory.pieces) <= FIRST_KEPT + LAST_KEPT + A_SESSION
    assert memory.pieces[0].quote.session == 1


def test_the_day_is_said_as_people_say_it() -> None:
    def piece(session: int, day: str) -> Piece:
        return Piece(Utterance("I was late", session=session).quote(0, 10), day, b"", 1.0)

    assert spoken_day(piece(4, "2026-05-03"), 5, "2026-05-10") == "last time"
    assert spoken_day(piece(1, "2026-05-03"), 5, "2026-06-10") == "in the first session"
    assert spoken_day(piece(3, "2026-05-03"), 5, "2026-06-10") == "on 3 May"
    assert spoken_day(piece(3, "2025-05-03"), 5, "2026-06-10") == "on 3 May 2025"
