package dev.lossline.training;

import dev.lossline.specification.Activation;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Optimizer;
import dev.lossline.training.dataset.Dataset;
import dev.lossline.training.dataset.DatasetStore;
import dev.lossline.training.dataset.DownloadListener;
import dev.lossline.training.dataset.Split;
import dev.lossline.training.network.Architecture;
import java.util.Arrays;
import java.util.Random;

/** Data for tests. */
final class TestData {

    private static final DatasetStore STORE = new DatasetStore(DatasetStore.defaultDirectory());

    private TestData() {}

    /** In {@link DatasetStore#defaultDirectory()}; downloaded if it is missing. */
    static Dataset mnist() throws InterruptedException {
        return STORE.open(DatasetName.MNIST, DownloadListener.NONE);
    }

    /** MNIST with the given number of training examples. */
    static Dataset mnist(int examples) throws InterruptedException {
        Dataset whole = mnist();
        return new Dataset(whole.name(), whole.train().range(0, examples), whole.test(), whole.sha256());
    }

    /** Examples that can be learned: each class lights a band of the image, with noise. */
    static Dataset synthetic(int examples) {
        return new Dataset(DatasetName.MNIST, bands(examples, 1), bands(100, 2), "synthetic");
    }

    static TrainingPlan plan(Optimizer optimizer, int epochs, int... hidden) {
        return new TrainingPlan(architecture(hidden), optimizer, epochs, 64, 0, 5);
    }

    static Architecture architecture(int... hidden) {
        return new Architecture(784, Arrays.stream(hidden).boxed().toList(), 10, Activation.RELU);
    }

    private static Split bands(int examples, long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[examples * 784];
        byte[] labels = new byte[examples];
        random.nextBytes(pixels);
        for (int i = 0; i < examples; i++) {
            labels[i] = (byte) random.nextInt(10);
            for (int p = 0; p < 78; p++) {
                pixels[i * 784 + labels[i] * 78 + p] = (byte) 255;
            }
        }
        return new Split(pixels, labels);
    }
}
