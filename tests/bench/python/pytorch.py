#!/usr/bin/env python3
"""Runs reference.py, the PyTorch script that Lossline's training reproduces, in one of four ways:

dataloader   unchanged: eager, with a DataLoader
tensors      eager; batches are taken from tensors in memory by index, and losses are read once per epoch
torchscript  like tensors, with the network and its loss compiled by torch.jit.script
compile      like tensors, with the network, its loss and the optimizer's step compiled by torch.compile
"""
import pathlib
import sys

import protocol

try:
    import torch
    from torch import nn
    from torch.nn.functional import cross_entropy
    from torch.utils.data import DataLoader, TensorDataset

    sys.path.append(str(pathlib.Path(__file__).resolve().parents[3] / "training/src/test/python"))
    from reference import mnist, network, optimizer_of
except ImportError as missing:
    protocol.say(skip=f"{missing}; pip install torch numpy")
    sys.exit(0)


class WithLoss(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        return cross_entropy(self.model(x), y)


def order_of_epoch(examples):
    """Draws the same random numbers as a shuffling DataLoader: its workers' seed, its sampler's seed, the order."""
    torch.empty((), dtype=torch.int64).random_()
    sampler = torch.Generator()
    sampler.manual_seed(int(torch.empty((), dtype=torch.int64).random_().item()))
    return torch.randperm(examples, generator=sampler)


def sgd(model, lr):
    return optimizer_of("sgd", model.parameters(), lr, 0.0, None, False)


def with_dataloader(x, y, model, batch, lr):
    loader = DataLoader(TensorDataset(x, y), batch_size=batch, shuffle=True)
    steps = sgd(model, lr)

    def epoch():
        total = 0.0
        for xb, yb in loader:
            steps.zero_grad()
            loss = cross_entropy(model(xb), yb)
            loss.backward()
            steps.step()
            total += loss.item()
        return total / len(loader)

    return epoch


def with_tensors(x, y, model, batch, lr, loss_of, update=None):
    steps = sgd(model, lr)
    update = update(steps.step) if update else steps.step

    def epoch():
        losses = []
        for rows in order_of_epoch(len(x)).split(batch):
            steps.zero_grad()
            loss = loss_of(x.index_select(0, rows), y.index_select(0, rows))
            loss.backward()
            update()
            losses.append(loss.detach())
        return torch.stack(losses).double().mean().item()

    return epoch


def main():
    options = protocol.arguments(__doc__)
    torch.set_num_threads(options.threads)
    x, y = mnist("train")

    def start(hidden, batch, seed, lr):
        torch.manual_seed(seed)
        model = network(hidden, "relu")
        loss = WithLoss(model)
        if options.method == "dataloader":
            return with_dataloader(x, y, model, batch, lr)
        if options.method == "torchscript":
            return with_tensors(x, y, model, batch, lr, torch.jit.script(loss))
        if options.method == "compile":
            torch.compiler.reset()
            compiled = torch.compile(loss, dynamic=False)
            # The smaller last batch of an epoch is not compiled separately.
            either = lambda xb, yb: (compiled if len(yb) == batch else loss)(xb, yb)
            return with_tensors(x, y, model, batch, lr, either, torch.compile)
        return with_tensors(x, y, model, batch, lr, loss)

    protocol.serve(f"PyTorch {torch.__version__}", start)


if __name__ == "__main__":
    try:
        main()
    except Exception as failure:  # The runner reports it and continues with the others.
        protocol.say(skip=f"{type(failure).__name__}: {str(failure).strip().splitlines()[0] if str(failure) else ''}")
