#!/usr/bin/env python3
"""The same training in JAX: one jitted function per epoch, lax.scan over its batches, data in memory."""
import functools
import os
import sys

import protocol

options = protocol.arguments(__doc__)
if options.threads == 1:
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ.setdefault("JAX_PLATFORMS", "cpu")
try:
    import jax
    import jax.numpy as jnp
    import numpy as np
except ImportError as missing:
    protocol.say(skip=f"{missing}; pip install jax")
    sys.exit(0)


def idx(name):
    data = np.fromfile(os.path.join(os.environ["LOSSLINE_DATASETS"], "mnist", name), dtype=np.uint8)
    sizes = [int.from_bytes(data[4 + 4 * i:8 + 4 * i].tobytes(), "big") for i in range(data[3])]
    return data[4 + 4 * len(sizes):].reshape(sizes)


def initial(hidden, random):
    sizes = [784, *hidden, 10]
    parameters = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        bound = 1 / np.sqrt(inputs)
        parameters.append((jnp.asarray(random.uniform(-bound, bound, (inputs, outputs)), jnp.float32),
                           jnp.asarray(random.uniform(-bound, bound, outputs), jnp.float32)))
    return parameters


def loss_of(parameters, x, y):
    for weight, bias in parameters[:-1]:
        x = jax.nn.relu(x @ weight + bias)
    weight, bias = parameters[-1]
    logs = jax.nn.log_softmax(x @ weight + bias)
    return -jnp.take_along_axis(logs, y[:, None], 1).mean()


@functools.partial(jax.jit, static_argnames="batch", donate_argnums=0)
def train_epoch(parameters, x, y, order, lr, batch):
    def step(parameters, rows):
        loss, gradients = jax.value_and_grad(loss_of)(parameters, x[rows], y[rows])
        return jax.tree.map(lambda p, g: p - lr * g, parameters, gradients), loss

    whole = len(order) // batch * batch
    parameters, losses = jax.lax.scan(step, parameters, order[:whole].reshape(-1, batch))
    if whole < len(order):
        parameters, last = step(parameters, order[whole:])
        losses = jnp.append(losses, last)
    return parameters, losses.mean()


def main():
    x = jnp.asarray(idx("train-images-idx3-ubyte").reshape(-1, 784), jnp.float32) / 255
    y = jnp.asarray(idx("train-labels-idx1-ubyte"), jnp.int32)

    def start(hidden, batch, seed, lr):
        random = np.random.default_rng(seed)
        state = [initial(hidden, random)]

        def epoch():
            order = random.permutation(len(y)).astype(np.int32)
            state[0], loss = train_epoch(state[0], x, y, order, lr, batch)
            return float(loss)

        return epoch

    protocol.serve(f"JAX {jax.__version__}", start)


if __name__ == "__main__":
    main()
