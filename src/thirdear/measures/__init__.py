"""Questionnaires as data, and what can be said of the answers: scores, change, course.

Everything here is pure but for reading the data files of the package. `questionnaires/*.toml` are
the measures that there are, one a file; `not_shipped.toml` those that are not, and why.
"""

from thirdear.measures.answers import Answers, Break, History
from thirdear.measures.changes import Change, change
from thirdear.measures.course import Expected, Word, expected, honest_word
from thirdear.measures.marks import Marked, dangers, marked
from thirdear.measures.questionnaire import Measure, UnknownMeasure, measure, measures
from thirdear.measures.scoring import AnswerError, Score, score
from thirdear.measures.texts import OwnText, TextError, with_text

__all__ = [
    "AnswerError",
    "Answers",
    "Break",
    "Change",
    "Expected",
    "History",
    "Marked",
    "Measure",
    "OwnText",
    "Score",
    "TextError",
    "UnknownMeasure",
    "Word",
    "change",
    "dangers",
    "expected",
    "honest_word",
    "marked",
    "measure",
    "measures",
    "score",
    "with_text",
]
