package dev.lossline.bench;

/**
 * What is trained and on how many cores.
 *
 * @param hidden units of the hidden layer; 0 is the single-layer perceptron
 * @param batch examples a step
 * @param cores that a contestant may use
 */
record Setting(int hidden, int batch, int cores) {
    Setting {
        if (hidden < 0 || batch < 1 || cores < 1) {
            throw new IllegalArgumentException("a setting has hidden >= 0, batch >= 1, cores >= 1; this has " + hidden
                    + ", " + batch + ", " + cores);
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
