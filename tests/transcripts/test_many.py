"""However many processes listen, and however they are fed, the same is heard in the same order."""

import io
import multiprocessing
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdear.listening import listener
from thirdear.listening.observation import Reading
from thirdear.speech import Utterance
from thirdear.transcripts import many
from thirdear.transcripts.ahead import MOST_LINES, Ahead
from thirdear.transcripts.following import Following
from thirdear.transcripts.line import Line
from thirdear.transcripts.many import heard
from thirdear.transcripts.shelf import Shelf
from thirdear.transcripts.workers import WorkerFailed

SAID = [
    "My boss Dan shouted at me. It's fine, honestly.", "I was so angry with him.", "Mm.",
    "My mum rang. I miss her.", "Anyway, we're thinking of repainting the hall.",
    "I don't want to be here anymore.", "He never asks. What should I do?", "",
]  # fmt: skip


def talk(lines: int, conversations: int) -> Iterator[Line]:
    """Yield lines of alternating conversations, some of the same client."""
    for n in range(lines):
        which = n % conversations
        yield Line(
            "therapist" if SAID[n % len(SAID)] == "Mm." else "client",
            SAID[(n + n // 8) % len(SAID)],
            f"talk {which}",
            client=f"client {which // 2}" if which % 3 else None,
            session=1 + which % 2 if which % 3 else None,
        )


def whole(line: Line, spoken: Utterance, reading: Reading) -> tuple[Line, Utterance, Reading]:
    """Return everything that is known of a line."""
    return line, spoken, reading


def fails(line: Line, spoken: Utterance, reading: Reading) -> None:
    """Fail as a fault of ours would."""
    raise RuntimeError(line.text)


@pytest.fixture(scope="module")
def one_by_one() -> list[tuple[Line, Utterance, Reading]]:
    following = Following()
    return [(line, *following.hear(line)) for line in talk(120, 7)]


def test_lines_that_are_heard_together_are_heard_as_one_by_one(
    one_by_one: list[tuple[Line, Utterance, Reading]],
) -> None:
    assert list(heard(talk(120, 7), whole)) == one_by_one


@pytest.mark.parametrize("cores", [2, 3])
def test_any_number_of_processes_hears_the_same(
    one_by_one: list[tuple[Line, Utterance, Reading]], cores: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "WORTH_SHARING", 10)
    monkeypatch.setattr(many, "UNIT_LINES", 8)
    assert list(heard(talk(120, 7), whole, cores)) == one_by_one
    assert not multiprocessing.active_children()


def test_what_was_heard_before_the_processes_started_is_known_to_them(
    one_by_one: list[tuple[Line, Utterance, Reading]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "WORTH_SHARING", 60)
    monkeypatch.setattr(many, "_GLANCE_S", 0.01)

    def hesitant() -> Iterator[Line]:
        for n, line in enumerate(talk(120, 7)):
            if n < 5:
                time.sleep(0.3)
            yield line

    assert list(heard(hesitant(), whole, 2)) == one_by_one


def test_one_conversation_is_not_worth_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "WORTH_SHARING", 10)
    for _ in heard(talk(100, 1), whole, 2):
        assert not multiprocessing.active_children()


def test_a_failure_is_told_without_any_words_and_nothing_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(many, "WORTH_SHARING", 10)
    with pytest.raises(WorkerFailed, match=r"^RuntimeError in tests.*test_many, line \d+$"):
        list(heard(talk(60, 3), fails, 2))
    assert not multiprocessing.active_children()


def test_whoever_stops_listening_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "WORTH_SHARING", 10)
    lines = heard(talk(10_000, 5), whole, 2)
    next(lines)
    assert multiprocessing.active_children()
    lines.close()
    assert not multiprocessing.active_children()


def test_a_live_line_is_heard_before_the_next_is_there() -> None:
    given_so_far: list[int] = []

    def live() -> Iterator[Line]:
        for n, line in enumerate(talk(4, 2)):
            until = time.monotonic() + 20
            while len(given_so_far) < n and time.monotonic() < until:
                time.sleep(0.01)
            yield line

    for made in heard(live(), whole, 2):
        given_so_far.append(made[1].turn)
    assert len(given_so_far) == 4


def test_reading_ahead_goes_so_far_and_no_further() -> None:
    read = 0

    def counted() -> Iterator[Line]:
        nonlocal read
        for line in talk(5 * MOST_LINES, 3):
            read += 1
            yield line

    ahead = Ahead(counted())
    assert ahead.wait_for(MOST_LINES, 20)
    time.sleep(0.1)
    assert read <= MOST_LINES + 1
    ahead.stop()


def test_what_goes_wrong_in_the_reading_is_raised_where_lines_are_taken() -> None:
    def broken() -> Iterator[Line]:
        yield Line("client", "Hello.")
        raise io.UnsupportedOperation("gone")

    lines = heard(broken(), whole)
    with pytest.raises(io.UnsupportedOperation):
        list(lines)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers()), max_size=60), st.integers(1, 5))
def test_a_shelf_is_a_dictionary(puts: list[tuple[int, int]], at_hand: int) -> None:
    shelf: Shelf[int, list[int]] = Shelf(at_hand)
    known: dict[int, list[int]] = {}
    for key, value in puts:
        assert shelf.get(key) == known.get(key)
        shelf.put(key, [value])
        known[key] = [value]
    assert all(shelf.get(key) == value for key, value in known.items())


def test_listening_in_another_process_is_by_the_same_listener() -> None:
    assert {made[2].listener for made in heard(talk(3, 1), whole)} == {listener.LISTENER}
