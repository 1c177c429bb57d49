"""Turn trained weights into the int8 ONNX model that ships, and check that nothing was lost.

    python training/export.py --weights build/encoder/encoder.pt --data DIR --out build/encoder

Weights are kept as seven bits a number with one scale a column (processors without VNNI add two
products in sixteen bits and must not overflow), activations as eight bits with one scale a word
piece: so an encoding depends on its own utterance alone, whatever else is in the batch. The check:
scores of int8 against float on held-out corpus items, and whether likeness between sentences is
still that of the original all-MiniLM-L6-v2.
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
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.transformers.optimizer import optimize_model
from scipy.stats import spearmanr

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

import corpora  # noqa: E402
from evaluate import annomi  # noqa: E402
from network import Network, vocabulary  # noqa: E402
from train import encoded, units  # noqa: E402

from thirdear.listening.meaning import HEADS, SHARED, Meaning, read_out, split  # noqa: E402


class Shipped(torch.nn.Module):
    """The layers alone: word pieces in, their vectors out; what reads them is multiplied apart."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Return a vector for each word piece of utterances of one length."""
        return self.net.pooled(ids, torch.ones_like(ids))[1]


def export(net: Network, out: Path) -> None:
    """Write encoder.onnx (int8), heads.npz and vocabulary.txt into `out`."""
    net.eval()
    ids = torch.randint(5, 900, (2, 11))
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "float.onnx"
        torch.onnx.export(
            Shipped(net), (ids,), str(plain), dynamo=False, opset_version=17,
            input_names=["ids"], output_names=["tokens"],
            dynamic_axes={name: {0: "rows", 1: "pieces"} for name in ("ids", "tokens")},
        )  # fmt: skip
        fused = optimize_model(str(plain), model_type="bert", num_heads=0, hidden_size=0,
                               opt_level=1, only_onnxruntime=True)  # fmt: skip
        model = fused.model
    onnx.save(smaller(model), str(out / "encoder.onnx"))
    np.savez(out / "heads.npz", **readers(net))
    (out / "vocabulary.txt").write_text("\n".join(vocabulary()) + "\n", encoding="utf-8")


def readers(net: Network) -> dict[str, np.ndarray]:
    """Return the weights of what reads the vectors, as `meaning` multiplies them."""
    layers = {"bare": net.bare, "inner": net.inner, "paired": net.paired, "places": net.places}
    found = {"likeness": net.likeness.weight.T}
    for name, layer in layers.items():
        found |= {name: layer.weight.T, f"{name}_bias": layer.bias}
    return {name: w.detach().numpy().astype(np.float16) for name, w in found.items()}


def smaller(model: onnx.ModelProto) -> onnx.ModelProto:
    """Replace the word table and every product with weights by their integer forms."""
    graph = model.graph
    kept = {t.name: t for t in graph.initializer}
    made: list[onnx.TensorProto] = [
        numpy_helper.from_array(np.array(127.0, np.float32), "q_127"),
        numpy_helper.from_array(np.array(1e-9, np.float32), "q_little"),
        numpy_helper.from_array(np.array(1.0, np.float32), "q_one"),
        numpy_helper.from_array(np.array(128, np.uint8), "q_128"),
    ]
    nodes: list[onnx.NodeProto] = []
    done: set[str] = set()
    scaled: dict[str, tuple[str, str]] = {}
    for node in graph.node:
        weight = kept.get(node.input[1]) if node.op_type == "MatMul" else None
        table = kept.get(node.input[0]) if node.op_type == "Gather" else None
        if weight is not None and numpy_helper.to_array(weight).size > 100_000:
            nodes += _product(node, weight, made, scaled)
            done.add(weight.name)
        elif table is not None and numpy_helper.to_array(table).size > 1_000_000:
            nodes += _row(node, table, made)
            done.add(table.name)
        else:
            nodes.append(node)
    left = [t for t in graph.initializer if t.name not in done]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend([*left, *made])
    onnx.checker.check_model(model)
    return model


def _product(node: onnx.NodeProto, weight: onnx.TensorProto, made: list[onnx.TensorProto],
             scaled: dict[str, tuple[str, str]]) -> list[onnx.NodeProto]:  # fmt: skip
    w = numpy_helper.to_array(weight)
    scale = np.maximum(np.abs(w).max(axis=0), 1e-9) / 63
    n, given, y = f"q_{weight.name}", node.input[0], node.output[0]
    made += [
        numpy_helper.from_array(np.round(w / scale).astype(np.int8), f"{n}_w"),
        numpy_helper.from_array(scale.astype(np.float32), f"{n}_s"),
    ]
    nodes = []
    if given not in scaled:  # what several products share is scaled once
        s, a = f"{given}_qs", f"{given}_qa"
        nodes += [
            helper.make_node("Abs", [given], [f"{given}_abs"]),
            helper.make_node("ReduceMax", [f"{given}_abs"], [f"{given}_top"], axes=[-1]),
            helper.make_node("Max", [f"{given}_top", "q_little"], [f"{given}_max"]),
            helper.make_node("Div", [f"{given}_max", "q_127"], [s]),
            helper.make_node("Div", [given, s], [f"{given}_d"]),
            helper.make_node("QuantizeLinear", [f"{given}_d", "q_one", "q_128"], [a]),
        ]
        scaled[given] = (s, a)
    s, a = scaled[given]
    return [
        *nodes,
        helper.make_node(
            "MatMulIntegerToFloat",
            [a, f"{n}_w", "q_one", f"{n}_s", "q_128"],
            [f"{n}_m"],
            domain="com.microsoft",
        ),
        helper.make_node("Mul", [f"{n}_m", s], [y]),
    ]


def _row(node: onnx.NodeProto, table: onnx.TensorProto,
         made: list[onnx.TensorProto]) -> list[onnx.NodeProto]:  # fmt: skip
    w = numpy_helper.to_array(table)
    scale = np.maximum(np.abs(w).max(axis=1, keepdims=True), 1e-9) / 127
    n = f"q_{table.name}"
    made += [
        numpy_helper.from_array(np.round(w / scale).astype(np.int8), f"{n}_w"),
        numpy_helper.from_array(scale.astype(np.float32), f"{n}_s"),
    ]
    return [
        helper.make_node("Gather", [f"{n}_w", node.input[1]], [f"{n}_i"]),
        helper.make_node("Cast", [f"{n}_i"], [f"{n}_f"], to=TensorProto.FLOAT),
        helper.make_node("Gather", [f"{n}_s", node.input[1]], [f"{n}_r"]),
        helper.make_node("Mul", [f"{n}_f", f"{n}_r"], [node.output[0]]),
    ]


def loaded(out: Path) -> Meaning:
    """Load what was exported."""
    with np.load(out / "heads.npz") as kept:
        heads = {name: kept[name].astype(np.float32) for name in kept.files}
    return Meaning(
        (out / "encoder.onnx").read_bytes(),
        (out / "vocabulary.txt").read_text(encoding="utf-8").splitlines(),
        heads,
    )


@torch.no_grad()
def agreement(net: Network, meaning: Meaning, data: Path) -> dict[str, Any]:
    """Compare int8 with float, and likeness between sentences with the original's."""
    _, held = corpora.divided(corpora.corpus())
    texts = [e.text for e in held][:600]
    parts = encoded(texts)
    whole = []
    for part in parts:
        ids = torch.tensor([part.ids])
        pooled, _ = net.pooled(ids, torch.ones_like(ids))
        whole.append(net.read_out(pooled, torch.zeros(1, 384))[0].numpy())
    heads = {k: v.astype(np.float32) for k, v in readers(net).items()}
    small = [read_out(heads, s.windows[0], np.zeros(384, "f")) for s in meaning.senses(texts)]
    a, b = split(np.stack(whole)), split(np.stack(small))
    found: dict[str, Any] = {}
    for head in HEADS:
        change = float(np.quantile(np.abs(a[head] - b[head]), 0.999))
        same = ((a[head].argmax(1) == b[head].argmax(1)) if head in SHARED
                else ((a[head] >= 0.5) == (b[head] >= 0.5)).all(1))  # fmt: skip
        found[head] = {"change, 99.9%": round(change, 3), "same": round(float(same.mean()), 3)}
    lines = [t for t in annomi(data)[0] if len(t.split()) >= 6]
    random.Random(1).shuffle(lines)
    lines = lines[:800]
    origin = Network()
    origin.load_origin()
    was = units(origin, encoded(lines)).numpy()
    shipped = np.stack([s.likeness for s in meaning.senses(lines)])
    pairs = np.triu_indices(len(lines), 1)
    likeness = (was @ was.T)[pairs]
    for name, vectors in (("float", units(net, encoded(lines)).numpy()), ("int8", shipped)):
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
    args = parser.parse_args()
    net = Network()
    net.load_state_dict(torch.load(args.weights))
    args.out.mkdir(parents=True, exist_ok=True)
    export(net.eval(), args.out)
    size = (args.out / "encoder.onnx").stat().st_size / 1e6
    found = {"megabytes": round(size, 1), **agreement(net, loaded(args.out), args.data)}
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
