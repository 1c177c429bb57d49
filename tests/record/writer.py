"""A process to be killed: it keeps entries until it is, and says which ones are safe."""

import os
import random
import sys

from thirdear.record import Cost, Entry, create, unlock


def entry(seq: int) -> Entry:
    """Return what is said under a number, always the same, of very different lengths."""
    length = random.Random(seq).choice((5, 50, 500, 20_000))
    return Entry("utterance", b"%d:" % seq + b"w" * length)


def say(line: object) -> None:
    os.write(1, f"{line}\n".encode())


def main(task: str, path: str) -> None:
    passphrase = os.environ["THIRDEAR_PASSPHRASE"]
    if task == "create":
        say("ready")
        create(path, passphrase, cost=Cost(passes=1, memory_kib=8, lanes=1))
        say("made")
        return
    with unlock(path, passphrase) as record:
        say(record.last)
        while True:
            at = record.last + 1
            record.append([entry(seq) for seq in range(at, at + 1 + at % 3)])
            say(record.last)
            if at % 5 == 0:
                record.put_checkpoint(at, b"derived " * 1000)
            if at % 7 == 0:
                record.change_passphrase(passphrase, passphrase, cost=Cost(1, 8, 1))


if __name__ == "__main__":
    main(*sys.argv[1:])
