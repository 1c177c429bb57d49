"""A session in the terminal, as a person sees it."""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.cli.running import PASSPHRASE, Run

from thirdear import record
from thirdear.room.home import Home

if sys.platform == "win32":
    pytest.skip("terminals are different there", allow_module_level=True)

from tests.cli.screen import CTRL_D, Screen

Open = Callable[..., Screen]

WELCOMED = ({"text": "yes"}, {"text": "GB"}, {"text": "my sister"})
QUIET = "\n  ·\n> "
READY = "/help lists what else you can type.\n\n> "


@pytest.fixture
def screen() -> Iterator[Open]:
    opened: list[Screen] = []

    def start(*arguments: object, **environment: str) -> Screen:
        opened.append(Screen(*arguments, **environment))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


@pytest.fixture
def kept(session: Run, home: Path) -> Path:
    """A home whose person has been welcomed, with one session behind them."""
    session(*WELCOMED, {"text": "It rained."}, {"end": True}, options=())
    return home


def test_the_first_evening(screen: Open, home: Path) -> None:
    talk = screen("talk", "--home", home)
    assert "not a person and not a therapist" in " ".join(talk.wait_for("(yes or no)").split())
    talk.type("perhaps")
    talk.wait_for("Please answer yes or no.")
    talk.type("yes")
    talk.wait_for("Which country")
    talk.type("Ireland")
    talk.wait_for("turn to")
    talk.type("Mary")
    talk.wait_for("New passphrase: ")
    talk.type("short")
    talk.wait_for("That is short.")
    for first, second, then in (
        (PASSPHRASE, "something else", "not the same"),
        (PASSPHRASE, PASSPHRASE, "recovery key"),
    ):
        talk.wait_for("New passphrase: ")
        talk.type(first)
        talk.wait_for("The same again: ")
        talk.type(second)
        talk.wait_for(then)
    key = re.search(r"\w{4}(?:-\w{4}){13}", talk.wait_for("Write it on paper"))
    assert key is not None
    talk.wait_for("written it down. ")
    talk.type("")
    talk.wait_for(READY)
    talk.type("I came here by bus.")
    talk.wait_for(QUIET)
    talk.type(CTRL_D, enter="")
    talk.wait_for("It is all kept.")
    talk.wait_for(f"Kept in {home}")
    assert talk.ended() == 0
    assert PASSPHRASE not in talk.shown
    record.recover(Home(home).path, key[0], PASSPHRASE).close()


def test_coming_back_to_a_quiet_room(screen: Open, kept: Path) -> None:
    talk = screen("talk", "--home", kept)
    talk.wait_for("Passphrase: ")
    talk.type("not this one")
    talk.wait_for("That does not open it.")
    talk.wait_for("Passphrase: ")
    talk.type(PASSPHRASE)
    talk.wait_for(READY)
    talk.type("/time")
    talk.wait_for("About 50 minutes are left.")
    talk.type("/why")
    talk.wait_for("I have not said anything yet")
    talk.type("/help-now")
    assert "my sister" in talk.wait_for("Samaritans: call 116 123")
    talk.wait_for("> ")
    talk.type("/tmie")
    talk.wait_for("There is no /tmie.")
    talk.wait_for("> ")
    talk.type("")  # an empty line does nothing
    talk.wait_for("\n> ")
    talk.type("It rained, and I took the bus into town.")
    talk.wait_for(QUIET)
    talk.type("/stop")
    talk.wait_for("Kept in")
    assert talk.ended() == 0


def test_a_pasted_block_is_one_utterance(
    screen: Open, kept: Path, run: Run, passphrase: str
) -> None:
    talk = screen("talk", "--home", kept, THIRDEAR_PASSPHRASE=PASSPHRASE, NO_COLOR="1")
    talk.wait_for(READY)
    talk.type("It rained in the morning.\nI took the bus.\n\nThen I walked home.")
    talk.wait_for(QUIET)
    talk.type(CTRL_D, enter="")
    assert talk.ended() == 0
    together = r"It rained in the morning.\nI took the bus.\n\nThen I walked home."
    assert together in run("export", "--home", kept).text
    # With NO_COLOR there are no styles at all, and nothing that was told by them is missing.
    assert "\x1b[1m" not in talk.raw
    assert "\x1b[2m" not in talk.raw


def test_ctrl_c_in_mid_sentence_asks_gently_and_keeps_the_sentence(
    screen: Open, kept: Path, run: Run, passphrase: str
) -> None:
    talk = screen("talk", "--home", kept, THIRDEAR_PASSPHRASE=PASSPHRASE)
    talk.wait_for(READY)
    talk.type("It rained all ", enter="")
    talk.wait_for("It rained all ")
    talk.press_ctrl_c()
    talk.wait_for("Shall we stop here?")
    talk.type("")
    talk.wait_for("> It rained all ")
    talk.type("day.")
    talk.wait_for(QUIET)
    talk.type("And then", enter="")
    talk.wait_for("And then")
    talk.press_ctrl_c()
    talk.wait_for("Shall we stop here?")
    talk.type("y")
    talk.wait_for("Kept in")
    assert talk.ended() == 0
    assert "It rained all day." in run("export", "--home", kept).text


def test_after_three_wrong_passphrases_it_says_goodbye(screen: Open, kept: Path) -> None:
    before = Home(kept).path.read_bytes()
    talk = screen("talk", "--home", kept)
    for _ in range(3):
        talk.wait_for("Passphrase: ")
        talk.type("not this one")
    talk.wait_for("thirdear recover")
    assert talk.ended() == 2
    assert Home(kept).path.read_bytes() == before


def test_the_recovery_key_sets_a_new_passphrase(
    screen: Open, kept: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with record.unlock(Home(kept).path, PASSPHRASE) as opened:
        key = opened.new_recovery_key(PASSPHRASE)
    recover = screen("recover", "--home", kept)
    recover.wait_for("Recovery key: ")
    recover.type(key.lower().replace("-", " "))
    for asked in ("New passphrase: ", "The same again: "):
        recover.wait_for(asked)
        recover.type("four other plain words")
    recover.wait_for("opens the record now")
    assert recover.ended() == 0
    monkeypatch.setenv("THIRDEAR_PASSPHRASE", "four other plain words")
    assert run("verify", "--home", kept).status == 0


# ---- without a terminal ----------------------------------------------------------------------


def test_words_can_also_come_from_a_file(run: Run, home: Path, passphrase: str) -> None:
    said = "yes\nGB\n-\nIt rained.\n/time\nThen it \xff stopped.\n".encode("latin-1")
    ran = run("talk", "--home", home, stdin=said)
    assert (ran.status, ran.err) == (0, "")
    assert "About 50 minutes are left." in ran.text
    assert f"Kept in {home}" in ran.text
    record_ = run("export", "--home", home).text
    assert "It rained." in record_


def test_who_is_not_an_adult_is_sent_to_people_and_nothing_is_kept(
    run: Run, home: Path, passphrase: str
) -> None:
    ran = run("talk", "--home", home, stdin=b"no\n")
    assert ran.status == 0
    assert "findahelpline" in ran.text
    assert not home.exists()


def test_danger_stops_the_work_and_shows_where_help_is(
    run: Run, kept: Path, passphrase: str
) -> None:
    said = b"I want to kill myself.\n/no\nNo, I'm not going to.\n"
    ran = run("talk", "--home", kept, stdin=said)
    assert "116 123" in ran.text
    assert "please write it as a word" in ran.text


def test_what_cannot_be_kept_is_said_and_the_hour_goes_on(
    run: Run, kept: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = record.Record.append
    failing = iter([False, True])  # the opening is kept, the first words are not

    def full(self: record.Record, entries: list[record.Entry]) -> range:
        if next(failing, False):
            raise record.RecordFull
        return append(self, entries)

    monkeypatch.setattr(record.Record, "append", full)
    ran = run("talk", "--home", kept, stdin=b"This is lost.\nThis is kept.\n")
    assert ran.status == 0
    assert "was not kept" in " ".join(ran.text.split())
    exported = run("export", "--home", kept).text
    assert "This is kept." in exported
    assert "This is lost." not in exported
