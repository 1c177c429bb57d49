"""Who is who: what is usual, what is said, and what stays unknown."""

import pytest

from thirdear.transcripts.speakers import NotSpeakers, Speakers

USUAL = {
    "client": ["C", "c", "Cl.", "Client", "CLIENT 2", "P", "P12", "Pt", "Patient", "PAR",
               "Participant", "Interviewee", "Respondent"],
    "therapist": ["T", "T:", "Th", "Therapist", "THE", "Counselor", "Counsellor", "Dr.", "INV",
                  "Investigator", "INT", "Interviewer", "Clinician"],
}  # fmt: skip


@pytest.mark.parametrize(("role", "label"), [(r, one) for r, all_ in USUAL.items() for one in all_])
def test_usual_labels_are_known(role: str, label: str) -> None:
    assert Speakers().of(label) == role


@pytest.mark.parametrize("label", [None, "", "Anna", "Speaker 1", "MOT", "Both", "*"])
def test_others_are_not_guessed(label: str | None) -> None:
    assert Speakers().of(label) is None


def test_what_is_said_counts_for_more_than_what_is_usual() -> None:
    speakers = Speakers.told(["P=therapist,T = client", "dr  h=T, Anna=skip"])
    assert [speakers.of(one) for one in ("p", "T", "Dr H", "ANNA", "C")] == [
        "therapist", "client", "therapist", "skip", "client",
    ]  # fmt: skip


def test_everyone_else_is_everyone_of_whom_nothing_is_known() -> None:
    speakers = Speakers.told(["*=client"])
    assert [speakers.of(one) for one in ("Anna", None, "Therapist")] == [
        "client", "client", "therapist",
    ]  # fmt: skip


@pytest.mark.parametrize("told", ["Anna", "Anna=doctor", "=client", "Anna=client,Bob"])
def test_what_cannot_be_understood_is_told(told: str) -> None:
    with pytest.raises(NotSpeakers):
        Speakers.told([told])
