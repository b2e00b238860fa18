#!/usr/bin/env python3
"""The PyTorch script that Lossline's training equals, number for number.

    python3 reference.py --hidden 128 --lr 0.001 --epochs 5
    python3 reference.py --hidden 64 32 --activation tanh --optimizer adamw --lr 0.001 --seed 42

Needs torch, and MNIST's IDX files in $LOSSLINE_DATASETS/mnist (~/.lossline/datasets/mnist), where Lossline puts them.
"""
import argparse
import os
import pathlib

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader, TensorDataset

ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}


def idx(path):
    """The array in an IDX file of unsigned bytes."""
    data = np.fromfile(path, dtype=np.uint8)
    sizes = [int.from_bytes(data[4 + 4 * i:8 + 4 * i].tobytes(), "big") for i in range(data[3])]
    return torch.from_numpy(data[4 + 4 * len(sizes):].reshape(sizes).copy())


def mnist(split, examples=None):
    """x of shape (n, 784) in [0, 1] and y of shape (n); split is "train" or "t10k"."""
    home = pathlib.Path(os.environ.get("LOSSLINE_DATASETS", pathlib.Path.home() / ".lossline" / "datasets"))
    images = idx(home / "mnist" / f"{split}-images-idx3-ubyte")[:examples]
    labels = idx(home / "mnist" / f"{split}-labels-idx1-ubyte")[:examples]
    return images.reshape(len(images), -1).float() / 255, labels.long()


def network(hidden, activation):
    sizes = [784, *hidden]
    layers = []
    for inputs, outputs in zip(sizes, hidden):
        layers += [nn.Linear(inputs, outputs), ACTIVATIONS[activation]()]
    return nn.Sequential(*layers, nn.Linear(sizes[-1], 10))


def optimizer_of(name, parameters, lr, momentum, weight_decay, nesterov):
    decay = {} if weight_decay is None else {"weight_decay": weight_decay}
    if name == "sgd":
        return torch.optim.SGD(parameters, lr=lr, momentum=momentum, nesterov=nesterov, **decay)
    return {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[name](parameters, lr=lr, **decay)


def train(hidden, activation, optimizer, lr, momentum, weight_decay, nesterov, batch_size, epochs, seed, examples=None,
          started=lambda model: None, report=lambda epoch, loss: None):
    """Trains and returns the model. weight_decay None is PyTorch's default."""
    x, y = mnist("train", examples)
    torch.manual_seed(seed)
    model = network(hidden, activation)
    started(model)
    loader = DataLoader(TensorDataset(x, y), batch_size=batch_size, shuffle=True)
    steps = optimizer_of(optimizer, model.parameters(), lr, momentum, weight_decay, nesterov)
    for epoch in range(epochs):
        total = 0.0
        for xb, yb in loader:
            steps.zero_grad()
            loss = cross_entropy(model(xb), yb)
            loss.backward()
            steps.step()
            total += loss.item()
        report(epoch + 1, total / len(loader))
    return model


def correct(model):
    """How many of the 10,000 test images the model classifies right."""
    x, y = mnist("t10k")
    with torch.no_grad():
        return int((model(x).argmax(1) == y).sum())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hidden", type=int, nargs="*", default=[], help="units of each hidden layer; none: SLP")
    parser.add_argument("--activation", choices=ACTIVATIONS, default="relu")
    parser.add_argument("--optimizer", choices=["sgd", "adam", "adamw"], default="sgd")
    parser.add_argument("--lr", type=float, default=0.001)
    parser.add_argument("--momentum", type=float, default=0.0)
    parser.add_argument("--weight-decay", type=float, help="PyTorch's default where absent")
    parser.add_argument("--nesterov", action="store_true")
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--examples", type=int, help="train on the first so many only")
    arguments = vars(parser.parse_args())
    torch.set_num_threads(1)
    model = train(**arguments, report=lambda epoch, loss: print(f"epoch {epoch}  loss {loss:.6f}", flush=True))
    print(f"test accuracy {correct(model) / 100:.2f} %")


if __name__ == "__main__":
    main()
