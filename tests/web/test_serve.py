"""Serving on this machine: only here, quietly, and ended with Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from tests.web.support import wait_until

from thirdear.web.serve import address_of, bound, has_display, serve

RUN = (
    "import sys, pathlib; from thirdear.web.serve import serve; "
    "serve(pathlib.Path(sys.argv[1]), port=int(sys.argv[2]), open_browser=False)"
)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::"])
def test_it_never_opens_to_other_machines(home: Path, host: str) -> None:
    with pytest.raises(ValueError, match="can be reached from outside"):
        serve(home, host=host, open_browser=False)


def test_a_port_that_is_taken_is_left_alone() -> None:
    """Any free one is used instead."""
    with bound("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with bound("127.0.0.1", port) as second:
            assert second.getsockname()[1] != port
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+", address_of(second))


def test_an_address_of_the_newer_kind_is_written_in_brackets() -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    try:
        listening = bound("::1", 0)
    except OSError:
        pytest.skip("no IPv6 here")
    with listening:
        assert address_of(listening).startswith("http://[::1]:")


def test_no_browser_is_opened_where_there_is_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert has_display()


def test_it_says_where_it_is_writes_nothing_else_and_ends_with_ctrl_c(
    home: Path, tmp_path: Path
) -> None:
    out, err = tmp_path / "out", tmp_path / "err"
    with out.open("w") as told, err.open("w") as troubles:
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, str(home), "0"], stdout=told, stderr=troubles,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
    try:
        wait_until(lambda: "http://" in out.read_text(), 30)
        address = re.findall(r"http://[\d.:]+", out.read_text())[0]
        with urllib.request.urlopen(f"{address}/welcome", timeout=30) as page:
            assert "A room with two chairs" in page.read().decode()
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{address}/my-secret-words", timeout=30)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    finally:
        process.kill()
    lines = out.read_text().splitlines()
    assert len(lines) == 3
    assert lines[-1] == "Closed and locked. Everything you sent is kept."
    assert err.read_text() == ""
    assert not home.exists()
