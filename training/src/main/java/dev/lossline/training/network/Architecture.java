package dev.lossline.training.network;

import dev.lossline.specification.Activation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A dense network: {@code torch.nn.Sequential(Linear, activation, Linear, …, Linear)}.
 *
 * @param inputs the number of features of an example
 * @param hidden the number of units of each hidden layer, first to last; empty for a single-layer perceptron
 * @param outputs the number of classes
 * @param activation the function after each hidden layer
 */
public record Architecture(int inputs, List<Integer> hidden, int outputs, Activation activation) {

    /**
     * A {@code torch.nn.Linear} layer.
     *
     * @param index its index in {@code torch.nn.Sequential}, counting activations
     * @param in the number of input features
     * @param out the number of output features
     */
    public record Layer(int index, int in, int out) {
        /** PyTorch's name of the weight matrix, of shape (out, in). */
        public String weight() {
            return index + ".weight";
        }

        /** PyTorch's name of the bias vector, of shape (out). */
        public String bias() {
            return index + ".bias";
        }
    }

    public Architecture {
        if (inputs < 1) {
            throw new IllegalArgumentException("inputs is " + inputs + ", must be at least 1");
        }
        hidden = List.copyOf(hidden);
        for (int units : hidden) {
            if (units < 1) {
                throw new IllegalArgumentException("hidden is " + hidden + ", each layer needs at least 1 unit");
            }
        }
        if (outputs < 2) {
            throw new IllegalArgumentException("outputs is " + outputs + ", must be at least 2");
        }
        Objects.requireNonNull(activation, "activation is missing");
    }

    /** The linear layers, first to last; there is at least one. */
    public List<Layer> layers() {
        List<Layer> layers = new ArrayList<>();
        int in = inputs;
        for (int units : hidden) {
            layers.add(new Layer(2 * layers.size(), in, units));
            in = units;
        }
        layers.add(new Layer(2 * layers.size(), in, outputs));
        return List.copyOf(layers);
    }

    /** The shapes of all weights and biases, by PyTorch's names. */
    public Map<String, List<Long>> shapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        for (Layer layer : layers()) {
            shapes.put(layer.weight(), List.of((long) layer.out(), (long) layer.in()));
            shapes.put(layer.bias(), List.of((long) layer.out()));
        }
        return shapes;
    }

    /** The number of trainable parameters: all weights and biases. */
    public long parameters() {
        return layers().stream()
                .mapToLong(layer -> (long) layer.out() * (layer.in() + 1))
                .sum();
    }
}
