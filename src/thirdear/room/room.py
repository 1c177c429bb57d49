"""Two chairs, one listener, one clock: holds a session, and owns time and turns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from thirdear.formulation import disputes, readiness
from thirdear.frame import words as frame_words
from thirdear.frame.clock import LAST_MINUTES_S, SESSION_S
from thirdear.frame.help import help_for
from thirdear.listening import listener, people
from thirdear.listening.context import THERAPIST, Correction, can_hold
from thirdear.listening.observation import Observation, Reading
from thirdear.room.events import (
    Acted,
    Closed,
    Corrected,
    Disputed,
    Event,
    Heard,
    Opened,
    Reason,
    Rejected,
    Spoke,
    Waited,
    Welcomed,
)
from thirdear.room.journal import Journal
from thirdear.room.state import State, folded
from thirdear.speech import Quote, Utterance
from thirdear.therapist import care, istdp, psychodynamic
from thirdear.therapist.form import keeps_form
from thirdear.therapist.hour import spoken_form
from thirdear.therapist.intervention import Intervention, silence, table
from thirdear.therapist.moment import Moment
from thirdear.therapist.wording import chooser

LONG_SILENCE_S, VERY_LONG_SILENCE_S = 60.0, 240.0
_TOLD_BY_S = 420.0
_WEIGHTY = frozenset({"first_said", "own_insight", "as_a_child", "crying", "dream", "secret"})

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
"""What a broken sender leaves of a character; it could not be written to disk."""

ReplyType = Literal["opened", "therapist", "silence", "safety", "why", "disputed", "ended"]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the room answers to one thing that happened; the contract's lines are made of it."""

    type: ReplyType
    turn: int
    remaining_s: float
    text: str | None = None
    intervention: Intervention | None = None
    reading: Reading | None = None
    reason: Reason | None = None
    grounds: tuple[Quote, ...] = ()
    alternative: str = ""
    rule: str = ""
    resumed: bool = False
    session: int = 0
    treatment: str = ""


class RoomError(Exception):
    """Something that cannot be done in the room now; says what, in one plain sentence."""


class Room:
    """A session between the person and the built-in therapist, kept in a journal as it happens."""

    def __init__(self, journal: Journal) -> None:
        """Take up the room as the journal left it; raises what the record raises."""
        self._journal = journal
        self.state: State = journal.read()

    def welcome(self, country: str, contact: str, now: datetime) -> None:
        """Keep that an adult has read the purpose and chosen where and whom to turn to."""
        self._happen(Welcomed(help_for(country).country, contact.strip()[:200], now.isoformat()))

    def open(
        self,
        now: datetime,
        *,
        treatment: str = "psychodynamic",
        seed: int = 0,
        country: str | None = None,
        accompanied: bool = False,
    ) -> Reply:
        """Open the next session, or take up one that was cut off; returns an `opened` reply."""
        if self.state.is_open:
            return self._resume()
        session = self.state.session + 1
        last = datetime.fromisoformat(self.state.last_at) if self.state.last_at else None
        chosen = country or (self.state.welcomed.country if self.state.welcomed else "ZZ")
        text = frame_words.opening(session, _aware(now), _aware(last) if last else None)
        if self.state.care is not None and (later := care.again_later(self.state.care)):
            text = care.still_open(later, self._where(chosen))
        self._happen(Opened(session, now.isoformat(), treatment, seed, text,
                            help_for(chosen).country, accompanied))  # fmt: skip
        return self._reply("opened", text=text, session=session, treatment=treatment)

    def say(self, text: str, pause_s: float | None = None, *, line: str = "") -> Reply:
        """Take in what the person says; returns what the other chair does.

        The utterance is on disk before it is listened to, under the name `line` its sender gave
        it. Raises RoomError when nothing was said or no session is open.
        """
        self._must_be_open()
        if not text.strip():
            raise RoomError("There was nothing in that line. Nothing is lost; go on when you like.")
        text = _HALF_CHARACTER.sub("\ufffd", text)
        self._happen(Spoke(self.state.turn, text, pause_s, line))
        return self._answer(now_spoken=True)

    def wait(self, silence_s: float) -> Reply:
        """Let a silence of the person's pass; returns silence, or now and then a word into it."""
        self._must_be_open()
        self._happen(Waited(max(0.0, silence_s)))
        asking = self.state.care is not None and not self.state.care.wondered
        if self.state.elapsed_s >= SESSION_S and not asking:
            return self._close("time", self._closing_words())
        intervention = self._into_the_silence()
        self._happen(Acted(self.state.turn, intervention, care=self.state.care))
        return self._done(intervention)

    def why(self, turn: int) -> Reply:
        """Explain what was said at `turn`; raises RoomError when nothing was said there."""
        said = self._remark(turn)
        quotes = " ".join(f'"{q.quote}"' for q in said.grounds)
        rests = (
            f" It rests on your words: {quotes}."
            if quotes
            else " It rests on no single words of yours."
        )
        text = f"{said.because}{rests}"
        if said.alternative:
            text += f" Another way to see it: {said.alternative[:1].lower()}{said.alternative[1:]}"
        return self._reply("why", turn=turn, text=text, grounds=said.grounds,
                           rule=said.rule, alternative=said.alternative)  # fmt: skip

    def dispute(self, turn: int) -> Reply:
        """Take back what was said at `turn` because the person does not see it that way."""
        self._must_be_open()
        said = self._remark(turn)
        wordings = next(m for m in table("repertoire")["move"] if m["id"] == "rejected")["wordings"]
        chance = chooser(self._seed(), self.state.session, self.state.turn)
        fresh = [w for w in wordings if spoken_form(w) not in self.state.hour.said]
        text = chance.choice(fresh or wordings)
        self._happen(Disputed(turn, text, said.grounds))
        return self._reply("disputed", turn=turn, text=text, grounds=said.grounds)

    def correct(self, correction: Correction) -> None:
        """Keep who somebody is, against what was heard; it holds from now on, session or none.

        Raises RoomError for a figure or a role that is not known, or two that are one already.
        """
        if correction.role is not None and correction.role not in people.roles():
            raise RoomError(f"There is no such role; there are {', '.join(people.roles())}.")
        cast = self.state.context.cast
        if not {correction.figure, correction.same_as or correction.figure} <= cast.keys() - {
            THERAPIST.id
        }:
            raise RoomError("There is no such figure among the people spoken of.")
        if not can_hold(cast, correction):
            raise RoomError("These two are one already.")
        if correction.name is not None and correction.name not in cast[correction.figure].names:
            raise RoomError("That figure has never been called so.")
        self._happen(Corrected(correction))

    def reject(self, statement: str) -> None:
        """Keep that the person does not see a statement that way, session or none.

        Takes the statement's id. Raises RoomError when nothing of that id is asserted.
        """
        try:
            disputes.reject(self.state.formulation, statement)
        except KeyError:
            raise RoomError("That is not said of you, or not any more.") from None
        self._happen(Rejected(statement))

    def end(self, now: datetime | None = None) -> Reply:
        """End the session because the person wants to; what stands open about danger stays open."""
        self._must_be_open()
        said = frame_words.words()
        if self.state.care is None:
            return self._close("client", said["left"], now)
        lines = self._where().lines
        return self._close("safety", said["left_in_danger"].format(lines=lines), now)

    def remaining_s(self) -> float:
        """Return the seconds left of the hour."""
        return self.state.remaining_s

    # ---- inside ------------------------------------------------------------------------------

    def _answer(self, *, now_spoken: bool) -> Reply:
        utterance = self.state.unheard
        if utterance is None:
            raise RoomError("Nothing was said that has not been heard.")
        reading = listener.hear(utterance, self.state.context)
        after = folded(self.state, Heard(reading))
        acted, ends = self._decide(after, utterance, reading)
        self._happen(Heard(reading), acted)
        if ends and now_spoken:
            return self._close("time", self._closing_words(), reading=reading)
        return self._done(acted.intervention, reading=reading, safety=acted.safety)

    def _decide(self, after: State, utterance: Utterance, reading: Reading) -> tuple[Acted, bool]:
        """Decide what the other chair does; the second value tells whether the hour is over."""
        at = after.turn
        where = self._where()
        if after.care is not None:
            text, still = care.go_on(after.care, utterance.text, reading, where)
            heard = next(iter(care.dangers(reading)), None)
            return Acted(at, _safety(text, utterance, heard), True, still), False
        asked = any(remark.rule == "care" for remark in self.state.remarks.values())
        recent = () if asked else self.state.context.recent  # it was asked, and it was clear
        before = [o for turn in recent for o in turn.heard]
        danger = next(iter(care.dangers(reading, before)), None)
        if danger is not None:
            text, begun = care.begin(danger, utterance.text, where)
            return Acted(at, _safety(text, utterance, danger), True, begun), False
        if after.elapsed_s >= SESSION_S:
            gate = readiness.gate(after.formulation)
            return Acted(at, silence(gate, "The hour is over.")), True
        moment = Moment(utterance, reading, after.context, after.formulation, after.hour,
                        after.remaining_s, after.memory)  # fmt: skip
        return Acted(at, self._with_time_told(after, self._responded(moment, after))), False

    def _responded(self, moment: Moment, after: State) -> Intervention:
        """Let the way of working that this session is held in decide."""
        if not after.is_istdp:
            return psychodynamic.respond(moment, self._seed())
        accompanied = after.opened is not None and after.opened.accompanied
        return istdp.respond(moment, self._seed(), course=after.course, accompanied=accompanied)

    def _with_time_told(self, state: State, decided: Intervention) -> Intervention:
        """Say once that ten minutes are left, where nothing better is being said."""
        told = "ten_minutes" in state.hour.last_signal_at
        if told or state.remaining_s > LAST_MINUTES_S:
            return decided
        busy = decided.kind not in ("SIL", "ENC") or _just_weighty(state)
        if busy and state.remaining_s > _TOLD_BY_S:
            return decided
        chance = chooser(self._seed(), state.session, state.turn)
        text = chance.choice(frame_words.words()["ten_minutes"])
        if state.remaining_s < LAST_MINUTES_S - 90:
            text = f"About {max(1, round(state.remaining_s / 60))} minutes left."
        return Intervention("FRM", 0, text, (), decided.gate, "ten_minutes",
                            "So that you know how much time is left.")  # fmt: skip

    def _into_the_silence(self) -> Intervention:
        gate = readiness.gate(self.state.formulation)
        hour = self.state.hour
        if self.state.care is not None or hour.hushed or hour.silent_s < LONG_SILENCE_S:
            return silence(gate, "A silence is left as it is.")
        if self.state.remaining_s <= LAST_MINUTES_S:  # "There is time" would not be so
            return self._with_time_told(self.state, silence(gate))
        move = next(m for m in table("repertoire")["move"] if m["id"] == "quiet_is_all_right")
        if move["id"] in hour.last_signal_at and hour.silent_s < VERY_LONG_SILENCE_S:
            return silence(gate, "A silence is left as it is.")  # it was said once that it may be
        chance = chooser(self._seed(), self.state.session, self.state.turn)
        for text in chance.sample(move["wordings"], len(move["wordings"])):
            made = Intervention("WRK", 1, text, (), gate, move["id"], move["because"],
                                move["alternative"])  # fmt: skip
            if keeps_form(made, hour.said, spoken_form(text)):
                return made
        return silence(gate)

    def _resume(self) -> Reply:
        opened = self.state.opened
        if self.state.unheard is not None:
            reading = self._heard_at_last(self.state.unheard)
            after = folded(self.state, Heard(reading))
            acted, _ = self._decide(after, self.state.unheard, reading)
            if not acted.safety:
                acted = Acted(acted.turn, silence(acted.intervention.gate, "Cut off here."))
            self._happen(Heard(reading), acted)
        text = str(frame_words.words()["resumed"])
        if self.state.care is not None:
            text = care.still_open(self.state.care, self._where())
        treatment = opened.treatment if opened else "psychodynamic"
        return self._reply("opened", text=text, resumed=True, session=self.state.session,
                           treatment=treatment)  # fmt: skip

    def _heard_at_last(self, utterance: Utterance) -> Reading:
        """Hear what was kept before the cut; what cannot be heard must not lock the door."""
        try:
            return listener.hear(utterance, self.state.context)
        except Exception:  # whatever is wrong with one text, the person comes in
            return Reading(
                utterance.turn, utterance.session, "client", listener.LISTENER, (), heard_to=0
            )

    def _happen(self, *events: Event) -> None:
        """Keep what happened, then go on from it; if keeping fails, nothing has happened."""
        self._journal.write(*events)
        self.state = folded(self.state, *events)
        self._journal.put_down(self.state)

    def _close(
        self,
        reason: Reason,
        text: str,
        now: datetime | None = None,
        reading: Reading | None = None,
    ) -> Reply:
        self._happen(Closed(reason, text, (now or self._now()).isoformat()))
        self._journal.put_down(self.state, now=True)
        return self._reply("ended", text=text, reason=reason, reading=reading)

    def _closing_words(self) -> str:
        chance = chooser(self._seed(), self.state.session, self.state.turn)
        return str(chance.choice(frame_words.words()["over"]))

    def _done(
        self, intervention: Intervention, *, reading: Reading | None = None, safety: bool = False
    ) -> Reply:
        if intervention.kind == "SIL":
            return self._reply("silence", turn=max(0, self.state.turn - 1), reading=reading,
                               intervention=intervention)  # fmt: skip
        kind: ReplyType = "safety" if safety else "therapist"
        return self._reply(kind, turn=self.state.turn - 1, text=intervention.text,
                           intervention=intervention, reading=reading,
                           grounds=intervention.grounds, rule=intervention.rule)  # fmt: skip

    def _reply(self, kind: ReplyType, *, turn: int | None = None, **more: object) -> Reply:
        at = max(0, self.state.turn - 1) if turn is None else turn
        return Reply(kind, at, round(self.state.remaining_s, 1), **more)  # type: ignore[arg-type]

    def _remark(self, turn: int) -> Intervention:
        if turn not in self.state.remarks:
            raise RoomError(f"Nothing was said by the other chair at turn {turn}.")
        return self.state.remarks[turn]

    def _where(self, country: str | None = None) -> care.Where:
        chosen = country or (self.state.opened.country if self.state.opened else "ZZ")
        found = help_for(chosen)
        contact = self.state.welcomed.contact if self.state.welcomed else ""
        named = f"You named {contact}." if contact else ""
        return care.Where(found.lines, found.short, found.emergency, found.care, found.abuse, named)

    def _seed(self) -> int:
        return self.state.opened.seed if self.state.opened else 0

    def _now(self) -> datetime:
        """Return the time of the session: when it was opened, plus what has passed in it."""
        opened = self.state.opened
        start = datetime.fromisoformat(opened.at) if opened else datetime.now(UTC)
        return start.fromtimestamp(start.timestamp() + self.state.elapsed_s, tz=start.tzinfo)

    def _must_be_open(self) -> None:
        if not self.state.is_open:
            raise RoomError("No session is open.")


def _just_weighty(state: State) -> bool:
    """Tell whether what was just said is better not met with the time: a feeling, a first word."""
    last = state.context.last("client")
    if last is None:
        return False
    felt = any(o.kind == "feeling" and o.claim == "likely" and not o.inferred for o in last.heard)
    return felt or last.injured or any(c.name in _WEIGHTY for c in last.cues)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _safety(text: str, utterance: Utterance, danger: Observation | None) -> Intervention:
    """Put a safety text into an intervention, grounded in the sentence the danger was heard in."""
    places = [] if danger is None else [care.spoken_place(danger, utterance.text)]
    grounds = tuple(utterance.quote(*place) for place in places)
    return Intervention(
        "FRM",
        0,
        text,
        grounds,
        "G0",
        "care",
        "Something you said can mean danger, and that comes before anything else.",
        "You may have meant it differently; then say so.",
    )
