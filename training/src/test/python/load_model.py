#!/usr/bin/env python3
"""Loads a model that `./lossline model TRIAL -o FILE.safetensors` wrote into torch.nn.Sequential and scores it.

    python3 load_model.py FILE.safetensors [--activation relu]

Needs torch and safetensors, and MNIST where reference.py finds it. Prints the test accuracy.
"""
import argparse

import safetensors.torch

import reference


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--activation", choices=reference.ACTIVATIONS, default="relu")
    arguments = parser.parse_args()
    weights = safetensors.torch.load_file(arguments.file)
    outputs = {int(name.split(".")[0]): len(value) for name, value in weights.items() if name.endswith(".bias")}
    *hidden, _ = (outputs[index] for index in sorted(outputs))
    model = reference.network(hidden, arguments.activation)
    model.load_state_dict(weights)
    right = reference.correct(model)
    print(f"hidden {hidden}, {arguments.activation}: {right} of 10000 right, test accuracy {right / 100:.2f} %")


if __name__ == "__main__":
    main()
