"""Turn trained weights into the int8 ONNX model that ships, and check that nothing was lost.

    python training/export.py --weights build/encoder/encoder.pt --data DIR --out build/encoder

Dynamic quantisation, weights per channel. The check: scores of int8 against float on the gold and
AnnoMI, and whether likeness between sentences is still that of the original all-MiniLM-L6-v2.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from scipy.stats import spearmanr

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

from corpora import Example  # noqa: E402
from evaluate import annomi, gold  # noqa: E402
from meaning import HEADS, Meaning, split  # noqa: E402
from network import ORIGIN, Network  # noqa: E402
from train import encoded, run  # noqa: E402


class Shipped(torch.nn.Module):
    """The network without what only training needs."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Any, kinds: Any, mask: Any) -> Any:
        """Return unit vectors, logits of the heads, places."""
        return self.net(ids, kinds, mask)


def export(net: Network, out: Path, *, reduce_range: bool) -> None:
    """Write encoder.onnx (int8) and tokenizer.json into `out`."""
    net.eval()
    ids = torch.randint(5, 900, (2, 11))
    kinds = torch.zeros_like(ids)
    kinds[:, 8:] = 1
    names = ["ids", "kinds", "mask"]
    with tempfile.TemporaryDirectory() as folder:
        plain, ready = Path(folder) / "float.onnx", Path(folder) / "ready.onnx"
        torch.onnx.export(
            Shipped(net), (ids, kinds, torch.ones_like(ids)), str(plain), dynamo=False,
            input_names=names, output_names=["encoding", "heads", "places"], opset_version=17,
            dynamic_axes={n: {0: "rows", 1: "tokens"} for n in [*names, "places"]}
            | {n: {0: "rows"} for n in ("encoding", "heads")},
        )  # fmt: skip
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        model = onnx.load(str(ready))
        # the heads are small and what they say is measured: they stay as they are
        last = [n.name for n in model.graph.node if n.op_type in ("MatMul", "Gemm") and any(
            i in ("net.heads.weight", "net.places.weight") for i in n.input)]  # fmt: skip
        quantize_dynamic(
            str(ready), str(out / "encoder.onnx"), per_channel=True, reduce_range=reduce_range,
            weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gemm", "Gather"],
            nodes_to_exclude=last,
        )  # fmt: skip
    (out / "tokenizer.json").write_text(
        (ORIGIN / "tokenizer.json").read_text(encoding="utf-8"), encoding="utf-8"
    )


def agreement(net: Network, meaning: Meaning, data: Path) -> dict[str, Any]:
    """Compare int8 with float, and likeness between sentences with the original's."""
    items = [i for ear in ("risk", "feelings", "defences", "anxiety") for i in gold(ear, "tuning")]
    texts = [i["text"] for i in items]
    contexts = [[(c["speaker"], c["text"]) for c in i.get("context") or []] for i in items]
    examples = [Example("", t, c) for t, c in zip(texts, contexts, strict=True)]
    _, logits = run(net, encoded(examples))
    whole, small = split(logits), meaning.heads(texts, contexts).scores
    found: dict[str, Any] = {
        f"largest change, {h}": round(float(np.abs(whole[h] - small[h]).max()), 3) for h in HEADS
    }
    for head in ("defences", "anxiety"):
        same = (whole[head].argmax(1) == small[head].argmax(1)).mean()
        found[f"same strongest code, {head}"] = round(float(same), 3)
    for head in ("risk", "danger", "feelings"):
        same = ((whole[head] >= 0.5) == (small[head] >= 0.5)).mean()
        found[f"same side of 0.5, {head}"] = round(float(same), 4)
    lines = [t for t in annomi(data)[0] if len(t.split()) >= 6]
    chance = random.Random(1)
    chance.shuffle(lines)
    lines = lines[:800]
    fake = [Example("", t) for t in lines]
    origin = Network()
    origin.load_origin()
    was, now = run(origin, encoded(fake))[0], run(net, encoded(fake))[0]
    shipped = meaning.encode(lines)
    pairs = np.triu_indices(len(lines), 1)
    likeness = (was @ was.T)[pairs]
    for name, vectors in (("float", now), ("int8", shipped)):
        rho = spearmanr(likeness, (vectors @ vectors.T)[pairs]).statistic
        found[f"Spearman of likeness with the original, {name}"] = round(float(rho), 3)
    top = np.argsort(-likeness)[:2000]
    rho = spearmanr(likeness[top], (shipped @ shipped.T)[pairs][top]).statistic
    found["the same among the 2000 likest pairs, int8"] = round(float(rho), 3)
    near = (was @ was.T - 2 * np.eye(len(lines))).argmax(1)
    new = np.argsort(-(shipped @ shipped.T - 2 * np.eye(len(lines))), axis=1)[:, :3]
    found["nearest neighbour still among the first three, int8"] = round(
        float(np.mean([n in row for n, row in zip(near, new, strict=True)])), 3
    )
    return found


def main() -> None:
    """Export, check, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--full-range", action="store_true", help="8 bit weights, not 7")
    args = parser.parse_args()
    net = Network()
    net.load_state_dict(torch.load(args.weights))
    args.out.mkdir(parents=True, exist_ok=True)
    export(net, args.out, reduce_range=not args.full_range)
    meaning = Meaning(
        (args.out / "encoder.onnx").read_bytes(),
        (args.out / "tokenizer.json").read_text(encoding="utf-8"),
    )
    size = (args.out / "encoder.onnx").stat().st_size / 1e6
    found = {"megabytes": round(size, 1), **agreement(net, meaning, args.data)}
    print(json.dumps(found, indent=1))
    (args.out / "agreement.json").write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
