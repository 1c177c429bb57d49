"""The ISTDP-informed way of working: active, on the side of the person, at their anxiety's pace.

respond(moment, seed, course=..., accompanied=False) -> Intervention
Course, listened(course, utterance, reading), spoke(course, intervention)   what it remembers
overheard(intervention, turn, session) -> Reading    what was asked, for the listener's context

triad.py      which corner is active now: feeling, anxiety and its channel, the way round it
course.py     what passed in this session that the next move depends on; folded from turns
signals.py    one function for each signal of the decision table
slots.py      the person's words for the slots of a wording, with the grounds they make
deciding.py   the decision table read from above, first match wins; limits; wording
table.toml, repertoire.toml, kinds.toml, watching.toml    what a clinician can read and correct
"""

from thirdear.therapist.istdp.course import Course, Phase, listened, overheard, spoke
from thirdear.therapist.istdp.deciding import respond
from thirdear.therapist.istdp.triad import Triad

__all__ = ["Course", "Phase", "Triad", "listened", "overheard", "respond", "spoke"]
