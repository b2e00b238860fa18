package dev.lossline.bench.dl4j;

import dev.lossline.bench.contestant.ContestantLoop;
import dev.lossline.bench.contestant.ContestantLoop.Task;
import dev.lossline.bench.contestant.MnistFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.ViewIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Trains a DL4J {@code MultiLayerNetwork} on a data set in memory, which is shuffled before each epoch. */
public final class Dl4jContestant extends BaseTrainingListener {

    private static final int CLASSES = 10;

    private final DataSet data;
    private final Task task;
    private final MultiLayerNetwork network;
    private double sum;
    private int batches;

    private Dl4jContestant(DataSet data, Task task) {
        this.data = data;
        this.task = task;
        network = new MultiLayerNetwork(configuration(task, data.numInputs()));
        network.init();
        network.setListeners(this);
    }

    /** Serves the runner's requests. */
    public static void main(String[] args) throws IOException {
        MnistFiles mnist = MnistFiles.read(Path.of(System.getProperty("bench.datasets"), "mnist"));
        INDArray x = Nd4j.createFromArray(mnist.pixels()).reshape(mnist.size(), mnist.inputs());
        float[] oneHot = new float[mnist.size() * CLASSES];
        for (int i = 0; i < mnist.size(); i++) {
            oneHot[i * CLASSES + (int) mnist.labels()[i]] = 1;
        }
        DataSet data = new DataSet(x, Nd4j.createFromArray(oneHot).reshape(mnist.size(), CLASSES));
        String version = MultiLayerNetwork.class.getPackage().getImplementationVersion();
        ContestantLoop.serve(
                "DL4J " + (version == null ? "1.0.0-M2.1" : version), task -> new Dl4jContestant(data, task)::epoch);
    }

    private double epoch() {
        sum = 0;
        batches = 0;
        data.shuffle();
        network.fit(new ViewIterator(data, task.batch()));
        return sum / batches;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        sum += model.score();
        batches++;
    }

    private static MultiLayerConfiguration configuration(Task task, int inputs) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(task.seed())
                .weightInit(WeightInit.UNIFORM)
                .updater(new Sgd(task.learningRate()))
                .list();
        if (task.hidden() > 0) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(inputs)
                    .nOut(task.hidden())
                    .activation(Activation.RELU)
                    .build());
        }
        return layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(task.hidden() > 0 ? task.hidden() : inputs)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }
}
