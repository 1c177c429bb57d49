"""Transference is heard only where the other chair is spoken to or of."""

from tests.listening.hearing import heard


def forms(text: str) -> set[str]:
    return {o.code for o in heard(text).of("transference", claim=None)}


def test_direct_forms_need_the_other_chair_in_the_words():
    direct = forms("She's wonderful, she always understands me, nobody else ever has.")
    assert direct <= {"possible_derivative"}


def test_anger_at_the_other_chair_is_about_the_therapist():
    found = heard("You're useless. You sit there judging me and I hate you for it.")
    hostile = found.of("transference", claim=None)
    assert {o.code for o in hostile} & {"hostile", "rage"}
    assert all(o.about == "therapist" for o in hostile if o.attributes["direct"])


def test_thanks_are_only_thanks():
    assert not heard("Thank you, see you next week.").of("transference")
