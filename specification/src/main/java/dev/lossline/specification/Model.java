package dev.lossline.specification;

import dev.lossline.specification.violation.Checks;
import java.util.List;

/**
 * The network of a trial.
 *
 * @param hidden the number of units of each hidden layer, from input to output; empty for a single-layer perceptron
 * @param activation the function after each hidden layer
 */
public record Model(List<Integer> hidden, Activation activation) {
    /** At four bytes each, these weights and the file header fit into the largest message on the checkpoint topic. */
    public static final long MAX_WEIGHTS = 16_000_000;

    public Model {
        hidden = List.copyOf(hidden);
        Checks checks = new Checks()
                .that(
                        hidden.size() <= ExperimentKeys.HIDDEN.maxSize(),
                        "model.hidden",
                        hidden,
                        "at most " + ExperimentKeys.HIDDEN.maxSize() + " layers")
                .present("model.activation", activation);
        for (int i = 0; i < hidden.size(); i++) {
            checks.within("model.hidden[" + i + "]", ExperimentKeys.UNITS, hidden.get(i));
        }
        checks.require();
    }

    /** The number of trainable parameters, including biases. */
    public long weights() {
        long weights = 0;
        int inputs = DatasetName.INPUTS;
        for (int units : hidden) {
            weights += (inputs + 1L) * units;
            inputs = units;
        }
        return weights + (inputs + 1L) * DatasetName.CLASSES;
    }
}
