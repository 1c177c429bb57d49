"""A terminal with the command running in it, typed into and read as a person would."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time

# The terminal becomes the process's own, so that Ctrl-C reaches it and passphrases can be asked.
_START = (
    "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "from thirdear.cli.app import main; main()"
)
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]|\r")
CTRL_C, CTRL_D = "\x03", "\x04"
PATIENCE_S = 30


class Screen:
    """The command on a terminal of 80 columns; `shown` is all that was on it so far."""

    def __init__(self, *arguments: object, **environment: str) -> None:
        self._terminal, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
        known = {
            k: v for k, v in os.environ.items() if k not in ("THIRDEAR_PASSPHRASE", "NO_COLOR")
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", _START, *map(str, arguments)],
            stdin=inside, stdout=inside, stderr=inside, start_new_session=True,
            env=known | {"TERM": "xterm"} | environment,
        )  # fmt: skip
        os.close(inside)
        self.raw = ""
        self._seen = 0

    @property
    def shown(self) -> str:
        return _ESCAPES.sub("", self.raw)

    def wait_for(self, text: str) -> str:
        """Wait until `text` is on the screen, after what was waited for before; return up to it."""
        until = time.monotonic() + PATIENCE_S
        while text not in self.shown[self._seen :]:
            if time.monotonic() > until or not self._more(until):
                raise AssertionError(f"{text!r} never came; the screen ends {self.shown[-400:]!r}")
        start, self._seen = self._seen, self.shown.index(text, self._seen) + len(text)
        return self.shown[start : self._seen]

    def type(self, text: str, enter: str = "\r") -> None:
        """Type something, and Enter."""
        os.write(self._terminal, (text + enter).encode())

    def press_ctrl_c(self) -> None:
        """Press Ctrl-C at the speed of a hand.

        Within microseconds of a key, Python's own reading of a line notices it one key late.
        """
        time.sleep(0.5)
        self.type(CTRL_C, enter="")

    def ended(self) -> int:
        """Wait for the command to end; return its exit status."""
        while self._more(time.monotonic() + PATIENCE_S):
            pass
        return self.process.wait(timeout=PATIENCE_S)

    def close(self) -> None:
        """Leave nothing running."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        os.close(self._terminal)

    def _more(self, until: float) -> bool:
        ready, _, _ = select.select([self._terminal], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return False
        try:
            piece = os.read(self._terminal, 65536)
        except OSError:  # everything inside has closed it
            return False
        self.raw += piece.decode(errors="replace")
        return bool(piece)
