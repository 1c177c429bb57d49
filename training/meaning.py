"""What an utterance means beyond its words: one small sentence encoder and the heads on it.

The encoder is all-MiniLM-L6-v2 (Apache-2.0), fine-tuned by `training/train.py` on the project's
own corpus. It proposes; rules and validators dispose. No weights are shipped yet: those trained
so far were not good enough (`training/RESULTS.md`), and no ear uses this. Nothing here reads or
writes anything but the data in the package, and onnxruntime and tokenizers are imported when the
first text is encoded.

    meaning = Meaning.built()
    meaning.encode(["I miss him", "he is gone"])        # unit vectors: the dot product is likeness
    meaning.heads(["It's fine, honestly."], [[("therapist", "And your hand?")]])["defences"]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thirdear.listening.language import plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

# (speaker, text) of the turns before an utterance, oldest first.
Context = Sequence[tuple[str, str]]

# In word pieces. A longer utterance is heard in windows of this size, and what is heard strongest
# in any of them counts; of what was said before, the latest words are kept.
WINDOW = 128
REMEMBERED = 64
TURNS_BEFORE = 3
WIDTH = 384

RISK = (
    "suicide_passive", "suicide_active", "self_harm", "harm_to_others", "abuse", "psychosis",
    "mania", "substance", "eating", "medical",
)  # fmt: skip
DANGER = ("danger", "grave")
FEELINGS = (
    "joy", "love", "longing", "pride", "relief", "gratitude", "anger", "contempt", "disgust",
    "envy", "jealousy", "fear", "sadness", "grief", "loneliness", "guilt", "shame", "hurt",
    "emptiness", "surprise",
)  # fmt: skip
DEFENCES = (
    "none", "affiliation", "altruism", "anticipation", "humour", "self_assertion",
    "self_observation", "sublimation", "suppression", "isolation_of_affect",
    "intellectualisation", "undoing", "repression", "dissociation", "reaction_formation",
    "displacement", "devaluation_of_self", "devaluation_of_other", "idealisation_of_self",
    "idealisation_of_other", "omnipotence", "denial", "rationalisation", "projection",
    "autistic_fantasy", "splitting_of_self", "splitting_of_other", "projective_identification",
    "acting_out", "passive_aggression", "help_rejecting_complaining",
)  # fmt: skip
ANXIETY = (
    "none", "striated", "smooth", "cognitive_perceptual", "motor_conversion", "unspecified",
)  # fmt: skip

# The heads in the order of the model's outputs. In the first three each code stands for itself
# (sigmoid); in the others the codes share one whole with "none" (softmax).
HEADS: dict[str, tuple[str, ...]] = {
    "risk": RISK,
    "danger": DANGER,
    "feelings": FEELINGS,
    "defences": DEFENCES,
    "anxiety": ANXIETY,
}
SHARED = frozenset({"defences", "anxiety"})
# For each of these the model also says, token by token, where in the utterance it was heard.
PLACES = ("risk", "feelings", "defences", "anxiety")


@dataclass(frozen=True, slots=True)
class Window:
    """One stretch of an utterance as the encoder takes it: its own tokens, then what came before.

    `offsets` are the code-point offsets in the utterance of the tokens `1 .. len(offsets)`.
    """

    ids: list[int]
    kinds: list[int]
    offsets: list[tuple[int, int]]


def windows(tokenizer: Any, text: str, context: Context = ()) -> Iterator[Window]:
    """Cut one utterance into windows, each with the end of what was said before it."""
    said = tokenizer.encode(plain(text), add_special_tokens=False)
    start, stop = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    before: list[int] = []
    for speaker, words in context[-TURNS_BEFORE:]:
        turn = tokenizer.encode(f"{speaker}: {plain(words)}", add_special_tokens=False).ids
        before = (before + turn)[-REMEMBERED:]
    tail = [*before, stop] if before else []
    step = WINDOW - 2
    for at in range(0, max(1, len(said.ids)), step):
        ids = [start, *said.ids[at : at + step], stop]
        yield Window(
            ids + tail, [0] * len(ids) + [1] * len(tail), list(said.offsets[at : at + step])
        )


@dataclass(frozen=True, slots=True)
class Heard:
    """What the heads say of some texts: a row for each text.

    `scores[head]` has a column for each code of `HEADS[head]`, each 0..1 but no calibrated
    probability: compare it with bars measured on gold. `places[head]` is the stretch
    (code-point offsets) of each text where that head's codes are most likely told; it means
    something only where a code of that head is heard. `encoding` is the unit vector of each text
    as heard after its context.
    """

    scores: dict[str, Floats]
    places: dict[str, list[tuple[int, int]]]
    encoding: Floats

    def best(self, head: str, row: int) -> tuple[str, float]:
        """Return the strongest code but "none" of a head for one text, and its score."""
        codes = HEADS[head]
        scores = self.scores[head][row]
        first = 1 if head in SHARED else 0
        at = first + int(scores[first:].argmax())
        return codes[at], float(scores[at])


class Meaning:
    """The encoder and its heads, on one thread; the same text gives the same answer."""

    def __init__(self, model: bytes, tokenizer: str) -> None:
        """Load an encoder from the bytes of an ONNX model and the JSON of its tokenizer."""
        # by name, so that types hold whether or not the two are installed where types are checked
        onnxruntime: Any = import_module("onnxruntime")
        tokenizers: Any = import_module("tokenizers")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = tokenizers.Tokenizer.from_str(tokenizer)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    @staticmethod
    def available() -> bool:
        """Tell whether weights were built (`export.py`) and what runs them is installed."""
        return (_models() / "encoder.onnx").is_file() and all(
            find_spec(name) is not None for name in ("onnxruntime", "tokenizers")
        )

    @classmethod
    @lru_cache(maxsize=1)
    def built(cls) -> Meaning:
        """Return the encoder that `export.py` built, loaded once (about 0.2 s)."""
        tokenizer = (_models() / "tokenizer.json").read_text(encoding="utf-8")
        return cls((_models() / "encoder.onnx").read_bytes(), tokenizer)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return a unit vector of `WIDTH` numbers for each text; likeness is the dot product."""
        return self.heads(texts).encoding

    def heads(self, texts: Sequence[str], contexts: Sequence[Context] | None = None) -> Heard:
        """Hear each text after its context (the turns before it; three count at most)."""
        import numpy as np

        contexts = contexts if contexts is not None else [()] * len(texts)
        scores = {h: np.zeros((len(texts), len(c)), np.float32) for h, c in HEADS.items()}
        encoding = np.zeros((len(texts), WIDTH), np.float32)
        places: dict[str, list[tuple[int, int]]] = {h: [(0, len(t)) for t in texts] for h in PLACES}
        for row, (text, context) in enumerate(zip(texts, contexts, strict=True)):
            strongest = dict.fromkeys(PLACES, -1.0)
            for window in windows(self._tokenizer, text, context):
                vector, logits, where = self._run(window)
                encoding[row] += vector * max(1, len(window.offsets))
                heard = split(logits)
                for head, found in heard.items():
                    _keep_strongest(head, scores[head][row], found)
                for column, head in enumerate(PLACES):
                    strength = float(heard[head][1 if head in SHARED else 0 :].max())
                    if window.offsets and strength > strongest[head]:
                        strongest[head] = strength
                        marks = where[1 : 1 + len(window.offsets), column]
                        places[head][row] = _stretch(marks, window.offsets)
        encoding /= np.maximum(np.linalg.norm(encoding, axis=1, keepdims=True), 1e-9)
        return Heard(scores, places, encoding)

    def _run(self, window: Window) -> tuple[Floats, Floats, Floats]:
        """Run one window by itself.

        Not in batches: int8 scales each run by the largest number in it, so that what is heard in
        an utterance would depend a little on its company. A batch of 16 saves a fifth at most.
        """
        import numpy as np

        ids, kinds = (np.array([row], np.int64) for row in (window.ids, window.kinds))
        vectors, logits, where = self._session.run(
            ["encoding", "heads", "places"],
            {"ids": ids, "kinds": kinds, "mask": np.ones_like(ids)},
        )
        return vectors[0], logits[0], where[0]


def split(logits: Floats) -> dict[str, Floats]:
    """Turn the model's numbers (a row or many) into a score for each code of each head."""
    import numpy as np

    scores: dict[str, Floats] = {}
    at = 0
    for head, codes in HEADS.items():
        part = logits[..., at : at + len(codes)].astype(np.float32)
        at += len(codes)
        if head in SHARED:
            power = np.exp(part - part.max(axis=-1, keepdims=True))
            scores[head] = power / power.sum(axis=-1, keepdims=True)
        else:
            scores[head] = _chance(part)
    return scores


def _keep_strongest(head: str, kept: Floats, found: Floats) -> None:
    """Keep of a long utterance's windows the strongest score of each code; "none" is what is left.

    An utterance of one window keeps its scores as they are.
    """
    import numpy as np

    fresh = not kept.any()
    np.maximum(kept, found, out=kept)
    if head in SHARED and not fresh:
        kept[0] = max(0.0, 1.0 - float(kept[1:].max()))


def _chance(logits: Floats) -> Floats:
    import numpy as np

    scores: Floats = (1 / (1 + np.exp(-np.clip(logits, -40, 40)))).astype(np.float32)
    return scores


def _stretch(marks: Floats, offsets: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the stretch of text around the strongest mark whose marks stay above half of it."""
    scores = _chance(marks)
    top = int(scores.argmax())
    bar = float(scores[top]) / 2
    first = last = top
    while first > 0 and scores[first - 1] >= bar:
        first -= 1
    while last + 1 < len(offsets) and scores[last + 1] >= bar:
        last += 1
    return offsets[first][0], offsets[last][1]


def _models() -> Path:
    return Path("build/encoder")
