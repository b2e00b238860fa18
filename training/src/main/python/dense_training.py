"""Steps of training, many in one native call: the source of dense_training.pt, which the JVM runs.

A step through DJL's arrays is some twenty native calls, each of which costs more than its arithmetic. So the loop over
batches is TorchScript, called by libtorch itself. The gradients are written out with the operators that PyTorch's
autograd would run, in its order, and the updates are those of torch.optim: with TorchScript's own optimizer off, losses
and weights are those of the same script in PyTorch, to the last bit (docs/adr/0008-training-is-torchscript.md).

After a change: python3 src/main/python/dense_training.py (in training/; any PyTorch from 2.5) writes the .pt beside the
other resources. TrainingScriptTest fails where the two differ.
"""

import hashlib
import math
import pathlib
from typing import List, Tuple

import torch
from torch import Tensor


def activate(z: Tensor, activation: str) -> Tensor:
    if activation == "relu":
        return torch.relu(z)
    if activation == "tanh":
        return torch.tanh(z)
    return torch.sigmoid(z)


def activate_backward(gradient: Tensor, activated: Tensor, activation: str) -> Tensor:
    """derivatives.yaml: relu, tanh, sigmoid; each from what the activation gave."""
    if activation == "relu":
        return torch.ops.aten.threshold_backward(gradient, activated, 0.0)
    if activation == "tanh":
        return torch.ops.aten.tanh_backward(gradient, activated)
    return torch.ops.aten.sigmoid_backward(gradient, activated)


def inputs_of(pixels: Tensor, rows: Tensor) -> Tensor:
    return pixels.index_select(0, rows).to(torch.float32).div_(255.0)


def forward(x: Tensor, parameters: List[Tensor], activation: str) -> List[Tensor]:
    """What enters each layer, and last the logits. parameters: weight (out, in) and bias (out) of each layer."""
    layers = len(parameters) // 2
    activations = [x]
    for i in range(layers):
        z = torch.addmm(parameters[2 * i + 1], activations[i], parameters[2 * i].t())
        activations.append(activate(z, activation) if i < layers - 1 else z)
    return activations


def loss_and_delta(logits: Tensor, y: Tensor) -> Tuple[Tensor, Tensor]:
    """Mean cross-entropy, and its gradient by the logits: nll_loss_backward, then _log_softmax_backward_data."""
    log_probabilities = torch.log_softmax(logits, 1)
    loss = torch.ops.aten.nll_loss(log_probabilities, y)
    upstream = torch.zeros_like(log_probabilities).scatter_(1, y.unsqueeze(1), -1.0 / y.size(0))
    return loss, torch.ops.aten._log_softmax_backward_data(upstream, log_probabilities, 1, torch.float32)


def gradients(x: Tensor, y: Tensor, parameters: List[Tensor], activation: str, into: List[Tensor]) -> Tensor:
    """Loss of a batch; the gradients go into `into`, arrays in the shapes of the parameters."""
    activations = forward(x, parameters, activation)
    layers = len(parameters) // 2
    loss, delta = loss_and_delta(activations[layers], y)
    for step in range(layers):
        i = layers - 1 - step
        torch.mm(delta.t(), activations[i], out=into[2 * i])
        torch.sum(delta, [0], out=into[2 * i + 1])
        if i > 0:
            delta = activate_backward(delta.mm(parameters[2 * i]), activations[i], activation)
    return loss


class DenseTraining(torch.nn.Module):
    """Each method trains on the rows of `order`, batch by batch, changes parameters and state in place, and returns the
    losses of the batches. pixels: bytes (n, inputs); labels: int64 (n)."""

    @torch.jit.export
    def sgd(self, pixels: Tensor, labels: Tensor, order: Tensor, batch: int, parameters: List[Tensor],
            activation: str, momentum_buffers: List[Tensor], lr: float, momentum: float, weight_decay: float,
            nesterov: bool) -> Tensor:
        """_single_tensor_sgd of torch/optim/sgd.py. Buffers start at zero, which gives PyTorch's first buffer."""
        losses: List[Tensor] = []
        grads = [torch.empty_like(parameter) for parameter in parameters]
        for rows in order.split(batch):
            x = inputs_of(pixels, rows)
            y = labels.index_select(0, rows)
            losses.append(gradients(x, y, parameters, activation, grads))
            for i in range(len(parameters)):
                grad = grads[i]
                if weight_decay != 0.0:
                    grad.add_(parameters[i], alpha=weight_decay)
                if momentum != 0.0:
                    momentum_buffers[i].mul_(momentum).add_(grad)
                    if nesterov:
                        grad.add_(momentum_buffers[i], alpha=momentum)
                    else:
                        grad = momentum_buffers[i]
                parameters[i].add_(grad, alpha=-lr)
        return torch.stack(losses)

    @torch.jit.export
    def adam(self, pixels: Tensor, labels: Tensor, order: Tensor, batch: int, parameters: List[Tensor],
             activation: str, exp_avgs: List[Tensor], exp_avg_sqs: List[Tensor], steps: int, lr: float, beta1: float,
             beta2: float, eps: float, weight_decay: float, decoupled: bool) -> Tensor:
        """_single_tensor_adam of torch/optim/adam.py, which AdamW shares with decoupled decay. steps: made before."""
        losses: List[Tensor] = []
        grads = [torch.empty_like(parameter) for parameter in parameters]
        for rows in order.split(batch):
            losses.append(gradients(inputs_of(pixels, rows), labels.index_select(0, rows), parameters, activation, grads))
            steps += 1
            step_size = lr / (1.0 - math.pow(beta1, float(steps)))
            root = math.sqrt(1.0 - math.pow(beta2, float(steps)))
            for i in range(len(parameters)):
                grad = grads[i]
                if weight_decay != 0.0:
                    if decoupled:
                        parameters[i].mul_(1.0 - lr * weight_decay)
                    else:
                        grad.add_(parameters[i], alpha=weight_decay)
                exp_avgs[i].lerp_(grad, 1.0 - beta1)
                exp_avg_sqs[i].mul_(beta2).addcmul_(grad, grad, value=1.0 - beta2)
                denominator = exp_avg_sqs[i].sqrt().div_(root).add_(eps)
                parameters[i].addcdiv_(exp_avgs[i], denominator, value=-step_size)
        return torch.stack(losses)


if __name__ == "__main__":
    source = pathlib.Path(__file__)
    target = source.parents[1] / "resources/dev/lossline/training/dense_training.pt"
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    torch.jit.save(torch.jit.script(DenseTraining()), str(target), _extra_files={"source.sha256": digest})
    print(f"{target}: {target.stat().st_size} bytes from {source.name}, SHA-256 {digest}")
