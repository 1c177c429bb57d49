"""What an utterance means beyond its words: one small sentence encoder, and the heads that read it.

The encoder is all-MiniLM-L6-v2 (Apache-2.0), fine-tuned on the project's own corpus and on openly
licensed data (`training/`; figures and limits in `encoder/MODEL_CARD.md`). It proposes; rules and
validators dispose. An utterance is encoded once, by itself; heads whose meaning hangs on what was
said just before also take the encoding of that. An encoding depends on its utterance alone, never
on what else is in the batch, so a live session and a corpus are heard alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Any

from thirdear.listening.language import plain
from thirdear.listening.wordpiece import WordPieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int8]

WINDOW = 128
"""In word pieces. A longer utterance is heard in windows of this size; the strongest counts."""
BATCH = 1_024
"""Word pieces that are encoded in one run."""
WIDTH = 384

_FEELINGS = (
    "joy", "love", "longing", "pride", "relief", "gratitude", "anger", "contempt", "disgust",
    "envy", "jealousy", "fear", "sadness", "grief", "loneliness", "guilt", "shame", "hurt",
    "emptiness", "surprise",
)  # fmt: skip
_CLUSTERS = tuple(str(n) for n in range(1, 9))

BARE: dict[str, tuple[str, ...]] = {
    "feelings": _FEELINGS,
    "telling": ("other", "denied", "then"),
    "defences": (
        "none", "affiliation", "altruism", "anticipation", "humour", "self_assertion",
        "self_observation", "sublimation", "suppression", "isolation_of_affect",
        "intellectualisation", "undoing", "repression", "dissociation", "reaction_formation",
        "displacement", "devaluation_of_self", "devaluation_of_other", "idealisation_of_self",
        "idealisation_of_other", "omnipotence", "denial", "rationalisation", "projection",
        "autistic_fantasy", "splitting_of_self", "splitting_of_other",
        "projective_identification", "acting_out", "passive_aggression",
        "help_rejecting_complaining",
    ),
    "anxiety": (
        "none", "striated", "smooth", "cognitive_perceptual", "motor_conversion", "unspecified",
    ),
    "band": ("tolerable", "raised", "over_1", "over_2"),
    "questions": (
        "fact", "opinion", "advice", "about_therapist", "is_it_a_machine", "privacy", "time",
        "meta",
    ),
    "insight": ("none", *(f"apes_{n}" for n in range(8))),
    "episode": ("episode", "other_positive", "other_negative", "self_positive", "self_negative"),
    "wish": _CLUSTERS,
    "response_of_other": _CLUSTERS,
    "response_of_self": _CLUSTERS,
    "emotions": (
        "admiration", "amusement", "anger", "annoyance", "approval", "caring", "confusion",
        "curiosity", "desire", "disappointment", "disapproval", "disgust", "embarrassment",
        "excitement", "fear", "gratitude", "grief", "joy", "love", "nervousness", "optimism",
        "pride", "realization", "relief", "remorse", "sadness", "surprise", "neutral",
    ),
    "polarity": ("positive", "negative"),
}  # fmt: skip
"""Heads that read an utterance by itself, in the order of the outputs."""

PAIRED: dict[str, tuple[str, ...]] = {
    "risk": (
        "suicide_passive", "suicide_active", "suicide_plan", "suicide_means", "self_harm",
        "harm_to_others", "abuse", "psychosis", "mania", "substance", "eating", "medical",
    ),
    "grave": ("grave", "of_other", "then", "denied"),
    "tactical": (
        "none", "arguing", "compliance", "cover_word", "defiance", "detachment", "diversifying",
        "externalising", "generalising", "hedging", "indirect_speech", "intellectualising",
        "laughing_off", "negating", "not_knowing", "overtalking", "passivity", "rationalising",
        "retracting", "rhetorical", "rumination", "sarcasm", "self_attack", "silence",
        "somatic_talk", "vagueness", "weepiness",
    ),
    "transference": (
        "none", "idealising", "mirror", "dependent", "erotic", "hostile", "rage", "mistrust",
        "maternal", "paternal", "sibling", "possible_derivative",
    ),
    "alliance": ("none", "withdrawal", "confrontation", "repair_accepted"),
    "scenes": ("reflection", "memory", "dream", "slip", "shift"),
    "intervention": (
        "SIL", "ENC", "ACK", "REF", "CLA", "ASC", "CON", "DEF", "TRA", "LNK", "CNT", "FRM",
        "WRK", "VAL", "SUM", "INQ", "PRF", "PRW", "PRT", "PRS", "CLD", "CHA", "HOC", "REC",
        "POR", "CSD", "ADV", "REA", "DIS", "INF", "TSK", "PRA", "OTH",
    ),
}  # fmt: skip
"""Heads that also know what was said just before."""

HEADS = BARE | PAIRED
_ENDS = tuple(accumulate(len(codes) for codes in HEADS.values()))
_COLUMNS = {
    head: slice(end - len(codes), end)
    for (head, codes), end in zip(HEADS.items(), _ENDS, strict=True)
}
SHARED = frozenset({
    "defences", "anxiety", "band", "insight", "tactical", "transference", "alliance",
    "intervention", "polarity",
})  # fmt: skip
"""Heads whose codes share one whole (softmax); in the others each code stands for itself."""

PLACES = (
    "risk", "feelings", "defences", "anxiety", "wish", "response_of_other", "response_of_self",
    "questions",
)  # fmt: skip
"""Heads for which the model also says, word by word, where in the utterance it was heard."""


@dataclass(frozen=True, slots=True)
class Window:
    """One stretch of an utterance: its word pieces and where each stands in the text."""

    ids: list[int]
    offsets: list[tuple[int, int]]


@dataclass(frozen=True)
class Sense:
    """What the encoder makes of one utterance.

    `windows` has the pooled vector of each window (rows of `WIDTH`), `pieces` the vector of each
    of its word pieces, `marks` how likely each of `PLACES` is told there, `offsets` its place;
    `likeness` is a unit vector: the dot product of two tells how alike two utterances are.
    """

    windows: Floats
    pieces: list[Floats]
    marks: list[Floats]
    offsets: list[list[tuple[int, int]]]
    likeness: Floats

    def part(self, start: int, end: int) -> Floats:
        """Return the pooled vector of what stands from `start` to `end`, heard in its place."""
        inside = [
            vectors[at]
            for vectors, offsets in zip(self.pieces, self.offsets, strict=True)
            for at, (first, last) in enumerate(offsets)
            if first < end and start < last
        ]
        pooled: Floats = sum(inside) / len(inside) if inside else self.windows[0]
        return pooled

    @cached_property
    def kept(self) -> bytes:
        """The likeness as `WIDTH` signed bytes: small enough to keep with every utterance."""
        import numpy as np

        return bytes(np.clip(np.round(self.likeness * 127 * 4), -127, 127).astype(np.int8))


def recalled(kept: bytes) -> Floats:
    """Return the unit vector that was kept as bytes."""
    import numpy as np

    vector = np.frombuffer(kept, np.int8).astype(np.float32)
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector


@dataclass(frozen=True, slots=True)
class Scores:
    """What the heads say of one utterance: for each head a score (0..1) a code.

    Scores are no calibrated probabilities: compare them with bars measured on gold. `places`
    gives for each head of `PLACES` the stretch (code-point offsets) where it was heard most.
    """

    of: dict[str, Floats]
    places: dict[str, tuple[int, int]]

    def __getitem__(self, key: tuple[str, str]) -> float:
        """Return the score of a code of a head."""
        head, code = key
        return float(self.of[head][HEADS[head].index(code)])

    def best(self, head: str) -> tuple[str, float]:
        """Return the strongest code (but "none") of a head, and its score."""
        first = 1 if HEADS[head][0] == "none" else 0
        at = first + int(self.of[head][first:].argmax())
        return HEADS[head][at], float(self.of[head][at])

    def above(self, head: str, bar: float) -> list[tuple[str, float]]:
        """Return the codes of a head that score at least `bar`, strongest first."""
        found = [
            (code, float(score))
            for code, score in zip(HEADS[head], self.of[head], strict=True)
            if code != "none" and score >= bar
        ]
        return sorted(found, key=lambda x: -x[1])


class Meaning:
    """The encoder and its heads, on one thread; the same text always gives the same answer."""

    def __init__(self, model: bytes, vocabulary: list[str], heads: dict[str, Floats]) -> None:
        """Load an encoder from an ONNX model, its vocabulary, and the heads' weights."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )
        self._pieces = WordPieces(vocabulary)
        self._heads = heads

    @classmethod
    @lru_cache(maxsize=1)
    def shipped(cls) -> Meaning:
        """Return the encoder of the package, loaded once."""
        import io

        import numpy as np

        there = files("thirdear.listening") / "encoder"
        with np.load(io.BytesIO((there / "heads.npz").read_bytes())) as kept:
            heads = {name: kept[name].astype(np.float32) for name in kept.files}
        vocabulary = (there / "vocabulary.txt").read_text(encoding="utf-8").splitlines()
        return cls((there / "encoder.onnx").read_bytes(), vocabulary, heads)

    def senses(self, texts: Sequence[str]) -> list[Sense]:
        """Encode texts, together where that is cheaper; each as if it were alone."""
        import numpy as np

        cut = [list(windows(self._pieces, text)) for text in texts]
        flat = [(row, at, w) for row, ws in enumerate(cut) for at, w in enumerate(ws)]
        flat.sort(key=lambda x: len(x[2].ids))
        pooled = [np.zeros((len(ws), WIDTH), np.float32) for ws in cut]
        pieces: list[list[Floats]] = [[np.zeros(0, np.float32)] * len(ws) for ws in cut]
        marks: list[list[Floats]] = [[np.zeros(0, np.float32)] * len(ws) for ws in cut]
        for group in _groups(flat):
            ids = np.array([w.ids for _, _, w in group], np.int64)
            for (row, at, w), tokens in zip(
                group, self._session.run(None, {"ids": ids})[0], strict=True
            ):
                pooled[row][at] = tokens.mean(0)
                pieces[row][at] = tokens[1 : 1 + len(w.offsets)]
                told = pieces[row][at] @ self._heads["places"]
                marks[row][at] = _chance(told + self._heads["places_bias"])
        senses = []
        for row, ws in enumerate(cut):
            weights = np.array([max(1, len(w.offsets)) for w in ws], np.float32)
            whole = (weights[:, None] * pooled[row]).sum(0) @ self._heads["likeness"]
            whole /= max(float(np.linalg.norm(whole)), 1e-9)
            offsets = [w.offsets for w in ws]
            senses.append(Sense(pooled[row], pieces[row], marks[row], offsets, whole))
        return senses

    def scores_of_part(
        self, sense: Sense, start: int, end: int, heads: Iterable[str]
    ) -> dict[str, Floats]:
        """Read what stands from `start` to `end` of an utterance with some of the bare heads."""
        return split(read_bare(self._heads, sense.part(start, end)), heads)

    def scores(
        self, sense: Sense, before: bytes = b"", heads: Collection[str] = HEADS.keys()
    ) -> Scores:
        """Read one utterance with `heads`; `before` is the kept encoding of the one before it."""
        import numpy as np

        past = recalled(before) if before else np.zeros(WIDTH, np.float32)
        found: dict[str, Floats] = {}
        columns = [(column, head) for column, head in enumerate(PLACES) if head in heads]
        places = {head: (0, 0) for _, head in columns}
        strongest = dict.fromkeys(places, -1.0)
        for vector, marks, offsets in zip(sense.windows, sense.marks, sense.offsets, strict=True):
            here = split(read_out(self._heads, vector, past), heads)
            for head, scores in here.items():
                found[head] = _stronger(head, found.get(head), scores)
            for column, head in columns:
                first = 1 if HEADS[head][0] == "none" else 0
                strength = float(here[head][first:].max())
                if offsets and strength > strongest[head]:
                    strongest[head] = strength
                    places[head] = _stretch(marks[:, column], offsets)
        return Scores(found, places)


def windows(pieces: WordPieces, text: str) -> Iterator[Window]:
    """Cut one utterance into windows of word pieces."""
    ids, offsets = pieces.cut(plain(text))
    step = WINDOW - 2
    for at in range(0, max(1, len(ids)), step):
        yield Window([pieces.start, *ids[at : at + step], pieces.stop], offsets[at : at + step])


def read_out(heads: dict[str, Floats], vector: Floats, past: Floats) -> Floats:
    """Return the raw numbers of all heads (in the order of `HEADS`) for a pooled vector."""
    import numpy as np

    both = np.concatenate([vector, past])
    inner = _gelu(both @ heads["inner"] + heads["inner_bias"])
    paired = inner @ heads["paired"] + heads["paired_bias"]
    out: Floats = np.concatenate([read_bare(heads, vector), paired])
    return out


def read_bare(heads: dict[str, Floats], vector: Floats) -> Floats:
    """Return the raw numbers of the heads that read an utterance by itself, which come first."""
    out: Floats = vector @ heads["bare"] + heads["bare_bias"]
    return out


def split(logits: Floats, heads: Iterable[str] = HEADS.keys()) -> dict[str, Floats]:
    """Turn the heads' numbers (a row or many) into a score for each code of each of `heads`."""
    import numpy as np

    logits = logits.astype(np.float32)
    chances = _chance(logits)
    scores: dict[str, Floats] = {}
    for head in heads:
        if head in SHARED:
            part = logits[..., _COLUMNS[head]]
            power = np.exp(part - part.max(axis=-1, keepdims=True))
            scores[head] = power / power.sum(axis=-1, keepdims=True)
        else:
            scores[head] = chances[..., _COLUMNS[head]]
    return scores


def _groups(
    flat: list[tuple[int, int, Window]],
) -> Iterator[list[tuple[int, int, Window]]]:
    """Group windows, sorted by length, into runs of one length and at most `BATCH` pieces.

    Nothing is padded, so that not even the last digit depends on the company.
    """
    for length, same in groupby(flat, key=lambda one: len(one[2].ids)):
        windows_of_one_length = list(same)
        most = max(1, BATCH // length)
        for first in range(0, len(windows_of_one_length), most):
            yield windows_of_one_length[first : first + most]


def _stronger(head: str, kept: Floats | None, found: Floats) -> Floats:
    """Keep of a long utterance's windows the strongest score; "none" is what is left."""
    import numpy as np

    if kept is None:
        return found
    most: Floats = np.maximum(kept, found)
    if HEADS[head][0] == "none":
        most[0] = max(0.0, 1.0 - float(most[1:].max()))
    return most


def _chance(logits: Floats) -> Floats:
    import numpy as np

    scores: Floats = (1 / (1 + np.exp(-np.clip(logits, -40, 40)))).astype(np.float32)
    return scores


def _gelu(x: Floats) -> Floats:
    """Gaussian error linear unit in its tanh form (Hendrycks & Gimpel 2016)."""
    import numpy as np

    out: Floats = 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3)))
    return out


def _stretch(scores: Floats, offsets: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the stretch of text around the strongest mark whose marks stay above half of it."""
    top = int(scores.argmax())
    bar = float(scores[top]) / 2
    first = last = top
    while first > 0 and scores[first - 1] >= bar:
        first -= 1
    while last + 1 < len(offsets) and scores[last + 1] >= bar:
        last += 1
    return offsets[first][0], offsets[last][1]
