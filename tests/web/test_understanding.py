"""The page of what has been understood: the person's words first, and theirs to take back."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

from starlette.testclient import TestClient
from tests.web.support import GOLDEN, OWN, Window, sitting_of

from thirdear.web.door import Door

Enter = Callable[[], AbstractContextManager[Window]]


def told(enter: Enter) -> None:
    with enter() as window:
        window.told()
        for line in GOLDEN:
            window.say(line)


def test_before_anything_was_said_nothing_is_guessed(begun: TestClient) -> None:
    page = begun.get("/understanding").text
    assert "Not much yet" in page


def test_every_statement_opens_to_the_persons_own_words(begun: TestClient, enter: Enter) -> None:
    told(enter)
    page = begun.get("/understanding").text
    assert "<details>" in page
    for opened in re.findall(r"<details>(.*?)</details>", page, re.DOTALL):
        quotes = re.findall(r"<li><q>(.*?)</q>", opened, re.DOTALL)
        assert quotes
        assert "Or: " in opened
        assert "It would be wrong" in opened


def test_what_is_taken_back_is_not_said_again(begun: TestClient, enter: Enter, door: Door) -> None:
    told(enter)
    page = begun.get("/understanding").text
    found = re.findall(r'name="statement" value="([^"]+)"', page)
    answer = begun.post("/understanding", data={"statement": found[0]}, headers=OWN)
    assert answer.status_code == 200
    assert f'value="{found[0]}"' not in answer.text
    assert "taken back by you" in answer.text
    assert found[0] in sitting_of(door).room.state.formulation.disputed


def test_taking_back_what_is_not_there_changes_nothing(begun: TestClient, door: Door) -> None:
    before = sitting_of(door).room.state.formulation
    assert (
        begun.post("/understanding", data={"statement": "no/such"}, headers=OWN).status_code == 200
    )
    assert sitting_of(door).room.state.formulation == before


def test_nobody_without_the_key_sees_it(client: TestClient) -> None:
    assert "understood so far" not in client.get("/understanding").text
