package dev.lossline.bench.training;

/**
 * A network, a batch size and the number of cores to train on.
 *
 * @param hidden the units of the hidden layer; 0 for a single-layer perceptron
 * @param batch the examples per step
 * @param cores the cores that a contestant may use
 */
public record Setting(int hidden, int batch, int cores) {
    public Setting {
        if (hidden < 0 || batch < 1 || cores < 1) {
            throw new IllegalArgumentException(
                    "hidden is %d, must be at least 0; batch is %d and cores is %d, must be at least 1"
                            .formatted(hidden, batch, cores));
        }
    }

    String network() {
        return hidden == 0 ? "SLP" : "MLP " + hidden;
    }

    @Override
    public String toString() {
        return network() + ", batch " + batch + ", " + (cores == 1 ? "1 core" : cores + " cores");
    }
}
