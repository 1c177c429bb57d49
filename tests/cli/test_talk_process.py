"""A session in a process of its own: killed, stopped, crowded out, on a disk that fills up.

What was acknowledged is kept, whatever happens to the process.
"""

import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.running import Ran, Run, Talking

Talk = Callable[..., Talking]

SAID = ["My boss gave it to Dan.", "It's fine, honestly.", "I cleaned the kitchen instead."]


def test_a_whole_session_by_another_program_while_a_third_is_kept_out(
    talking: Talk, home: Path, run: Run, passphrase: str
) -> None:
    talk = talking(home, "--country", "GB", "--seed", "3")
    assert (talk.opened["type"], talk.opened["session"]) == ("opened", 1)
    for text in SAID * 4:
        # Each answer is there before the next line is sent: nothing waits in a buffer.
        assert talk.send({"text": text})["type"] in ("silence", "therapist")
    for command in (("talk", "--jsonl"), ("export",), ("verify",)):
        third: Ran = run(*command, "--home", home, stdin=b'{"text": "me too"}\n')
        assert (third.status, third.out) == (2, b"")
        assert "already open" in third.err
    assert talk.send({"end": True})["type"] == "ended"
    assert talk.leave() == (0, "")


def test_killed_in_mid_session_nothing_acknowledged_is_lost_and_it_goes_on(
    talking: Talk, home: Path, session: Run, run: Run
) -> None:
    talk = talking(home)
    said = [f"{text} {number}" for number in range(10) for text in SAID]
    before = [talk.send({"text": text}) for text in said][-1]
    assert talk.process.stdin is not None
    talk.process.stdin.write(b'{"text": "half a li')
    talk.process.stdin.flush()
    talk.process.kill()
    talk.process.wait()
    opened, answered, ended = session({"text": "There I was."}, {"end": True}).lines
    assert (opened["session"], opened["resumed"]) == (1, True)
    assert opened["turn"] == before["turn"]
    assert opened["remaining_s"] == before["remaining_s"]
    assert answered["turn"] > before["turn"]
    assert ended["type"] == "ended"
    assert run("verify", "--home", home).status == 0
    record = run("export", "--home", home).text
    assert all(text in record for text in said)


@pytest.mark.skipif(sys.platform == "win32", reason="these are signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_leaves_cleanly_and_the_session_open(
    talking: Talk, home: Path, session: Run, number: signal.Signals
) -> None:
    talk = talking(home)
    talk.send({"text": SAID[0]})
    talk.process.send_signal(number)
    assert talk.leave() == (0, "")
    assert not list(home.glob("record.db-*"))  # closed, not merely dropped
    assert session().lines[0]["resumed"] is True


@pytest.mark.skipif(sys.platform != "linux", reason="prlimit is Linux's")
def test_on_a_full_disk_nothing_acknowledged_is_lost_and_it_goes_on(
    talking: Talk, home: Path, run: Run, passphrase: str
) -> None:
    talk = talking(home)
    talk.send({"text": SAID[0]})
    full = (home / "record.db-wal").stat().st_size
    _, hard = resource.prlimit(talk.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(talk.process.pid, resource.RLIMIT_FSIZE, (full, hard))
    lost = talk.send({"text": "This finds no room."})
    resource.prlimit(talk.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
    kept = talk.send({"text": SAID[1]})
    assert (lost["type"], lost["turn"]) == ("silence", 1)
    assert kept["turn"] == (2 if kept["type"] == "silence" else 3)
    talk.send({"end": True})
    status, err = talk.leave()
    assert status == 0
    assert err.startswith("Line 2: The record could not be read or written")
    assert "not kept" in err
    assert err.count("\n") == 1
    record = run("export", "--home", home).text
    assert SAID[0] in record
    assert SAID[1] in record
    assert "no room" not in record


def test_a_reader_that_goes_away_leaves_the_session_open(
    talking: Talk, home: Path, session: Run
) -> None:
    talk = talking(home)
    assert talk.process.stdout is not None
    assert talk.process.stdin is not None
    talk.process.stdout.close()
    talk.process.stdin.write(b'{"text": "Is anyone there?"}\n')
    talk.process.stdin.close()
    assert talk.process.wait(timeout=30) == 0
    assert talk.process.stderr is not None
    assert talk.process.stderr.read() == b""
    assert session().lines[0]["resumed"] is True
