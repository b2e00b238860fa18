#!/usr/bin/env python3
"""Writes the golden files that the Java tests compare with: ../resources/golden/random.json and training.json.

    python3 golden.py            (about two minutes on one core)

Committed are the values of PyTorch as `pip install torch` gives it; the files say which version.
"""
import hashlib
import json
import pathlib

import numpy as np
import torch
from torch.utils.data import DataLoader

import reference

GOLDEN = pathlib.Path(__file__).parent.parent / "resources" / "golden"
SUBSET = 6000  # keeps the Java tests quick; a case with "examples": null trains on all 60,000
LARGE_SEED = 2**40 + 2**33 + 12345

DEFAULTS = {"hidden": [128], "activation": "relu", "optimizer": "sgd", "lr": 0.01, "momentum": 0.0,
            "weight_decay": None, "nesterov": False, "batch_size": 64, "epochs": 5, "seed": 0, "examples": SUBSET}
CASES = {
    "slp, whole split": {"hidden": [], "lr": 0.001, "examples": None},
    "mlp 128, whole split": {"lr": 0.001, "examples": None},
    "mlp 128, whole split, batch 100, another seed": {"lr": 0.01, "batch_size": 100, "seed": 42, "examples": None},
    "slp, high learning rate, batch 512": {"hidden": [], "lr": 0.1, "batch_size": 512, "seed": 1},
    "mlp 512": {"hidden": [512], "seed": 1},
    "mlp 512, low learning rate": {"hidden": [512], "lr": 0.0001},
    "mlp 256, batch 1000, seed above 32 bits": {"hidden": [256], "lr": 0.1, "batch_size": 1000, "seed": LARGE_SEED},
    "two hidden layers": {"hidden": [64, 32], "lr": 0.05, "seed": 42},
    "three hidden layers, tanh": {"hidden": [64, 48, 32], "activation": "tanh", "lr": 0.05, "batch_size": 77},
    "tanh": {"activation": "tanh", "lr": 0.05},
    "sigmoid": {"activation": "sigmoid", "lr": 0.1, "seed": 42},
    "two hidden layers, sigmoid": {"hidden": [64, 32], "activation": "sigmoid", "lr": 0.1},
    "momentum": {"momentum": 0.9},
    "weight decay": {"weight_decay": 0.01},
    "momentum and weight decay": {"momentum": 0.8, "weight_decay": 0.001, "seed": 1},
    "nesterov": {"momentum": 0.9, "nesterov": True, "seed": LARGE_SEED},
    "nesterov and weight decay, slp": {"hidden": [], "momentum": 0.9, "nesterov": True, "weight_decay": 0.001},
    "adam": {"optimizer": "adam", "lr": 0.001},
    "adam, two hidden layers, tanh": {"hidden": [64, 32], "activation": "tanh", "optimizer": "adam", "lr": 0.001},
    "adam and weight decay": {"optimizer": "adam", "lr": 0.001, "weight_decay": 0.01, "seed": 1},
    "adam, slp": {"hidden": [], "optimizer": "adam", "lr": 0.001, "batch_size": 512},
    "adamw": {"optimizer": "adamw", "lr": 0.001},
    "adamw, strong weight decay, sigmoid":
        {"activation": "sigmoid", "optimizer": "adamw", "lr": 0.001, "weight_decay": 0.1, "seed": 42},
}


def digest(numbers):
    return hashlib.sha256(np.asarray(numbers, dtype="<i4").tobytes()).hexdigest()


def ordering(numbers):
    numbers = [int(n) for n in numbers]
    return {"size": len(numbers), "first": numbers[:10], "last": numbers[-10:], "sha256": digest(numbers)}


def random_values(seed):
    torch.manual_seed(seed)
    uniform = torch.empty(700).uniform_(-0.25, 0.5)  # 700: the state is renewed after 624
    int64 = [int(torch.empty((), dtype=torch.int64).random_()) for _ in range(4)]
    permutations = [ordering(torch.randperm(n)) for n in (1, 2, 10, 6000, 60000)]
    torch.manual_seed(seed)
    loader = DataLoader(range(6001), batch_size=64, shuffle=True)
    epochs = [ordering([i for batch in loader for i in batch]) for _ in range(3)]
    return {"seed": seed, "uniformFrom": -0.25, "uniformTo": 0.5, "uniform": uniform[-8:].tolist(), "uniformAt": 692,
            "int64AfterThem": int64, "permutationsAfterThem": permutations, "epochs": epochs}


def sample(parameter):
    """Entries of a weight: the first, the last and some between, each as (flat index, value), and the sum of all."""
    flat = parameter.detach().flatten()
    indices = sorted(set(np.linspace(0, len(flat) - 1, 25).astype(int).tolist()))
    return {"shape": list(parameter.shape), "sum": float(flat.double().sum()),
            "entries": [[i, float(flat[i])] for i in indices]}


def training_values(name, changes):
    configuration = DEFAULTS | changes
    result = {"name": name, **configuration, "initialWeights": {}, "losses": []}

    def started(model):
        result["initialWeights"] = {key: sample(value) for key, value in model.named_parameters()}

    model = reference.train(**configuration, started=started, report=lambda epoch, loss: result["losses"].append(loss))
    result["correct"] = reference.correct(model)
    print(f"{name}: {result['losses']}, {result['correct']} right", flush=True)
    return result


def write(file, key, values):
    GOLDEN.mkdir(parents=True, exist_ok=True)
    content = {"torch": torch.__version__, "writtenBy": "src/test/python/golden.py", key: values}
    (GOLDEN / file).write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    write("random.json", "seeds", [random_values(seed) for seed in (0, 1, 42, 2**32 - 1, LARGE_SEED)])
    write("training.json", "cases", [training_values(name, changes) for name, changes in CASES.items()])
