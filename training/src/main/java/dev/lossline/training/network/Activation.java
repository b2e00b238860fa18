package dev.lossline.training.network;

/** The function after each hidden layer, as defined by {@code torch.nn.ReLU}, {@code Tanh} and {@code Sigmoid}. */
public enum Activation {
    /** {@code max(0, x)}; its gradient at 0 is 0. */
    RELU,
    /** {@code tanh(x)}. */
    TANH,
    /** {@code 1 / (1 + exp(-x))}. */
    SIGMOID
}
