package dev.lossline.bench.contestant;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.initializer.UniformInitializer;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import dev.lossline.bench.contestant.ContestantLoop.Task;
import dev.lossline.specification.DatasetName;
import dev.lossline.training.dataset.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;

/** Trains with DJL's {@code Trainer}, {@code EasyTrain} and {@code ArrayDataset}. */
public final class DjlTrainerContestant implements AutoCloseable {

    private final Model model;
    private final Trainer trainer;
    private final ArrayDataset dataset;

    private DjlTrainerContestant(NDArray pixels, NDArray labels, Task task) {
        SequentialBlock network = new SequentialBlock();
        int inputs = (int) pixels.getShape().get(1);
        if (task.hidden() > 0) {
            network.add(layer(inputs, task.hidden())).add(Activation.reluBlock());
        }
        network.add(layer(task.hidden() > 0 ? task.hidden() : inputs, 10));
        model = Model.newInstance("bench", Device.cpu(), "PyTorch");
        model.setBlock(network);
        trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed(task.learningRate()))
                        .build())
                .addTrainingListeners(new EvaluatorTrainingListener()));
        trainer.initialize(new Shape(task.batch(), inputs));
        trainer.notifyListeners(listener -> listener.onTrainingBegin(trainer));
        dataset = new ArrayDataset.Builder()
                .setData(pixels)
                .optLabels(labels)
                .setSampling(task.batch(), true)
                .build();
    }

    /** Serves the runner's requests. */
    public static void main(String[] args) throws IOException {
        Path mnist = Path.of(System.getProperty("bench.datasets"), "mnist");
        Split split = dev.lossline.training.dataset.Dataset.read(mnist, DatasetName.MNIST)
                .train();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            NDArray pixels = pixels(manager, split);
            NDArray labels =
                    manager.create(split.labels(), new Shape(split.size())).toType(DataType.FLOAT32, true);
            DjlTrainerContestant[] last = new DjlTrainerContestant[1];
            ContestantLoop.serve(version(), task -> {
                if (last[0] != null) {
                    last[0].close();
                }
                Engine.getEngine("PyTorch").setRandomSeed(Math.toIntExact(task.seed()));
                last[0] = new DjlTrainerContestant(pixels, labels, task);
                return last[0]::epoch;
            });
        }
    }

    private double epoch() {
        try {
            for (Batch batch : trainer.iterateDataset(dataset)) {
                EasyTrain.trainBatch(trainer, batch);
                trainer.step();
                batch.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TranslateException e) {
            throw new IllegalStateException(e);
        }
        trainer.notifyListeners((TrainingListener listener) -> listener.onEpoch(trainer));
        return trainer.getTrainingResult().getTrainLoss();
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }

    private static Linear layer(int inputs, int units) {
        Linear linear = Linear.builder().setUnits(units).build();
        UniformInitializer uniform = new UniformInitializer((float) (1 / Math.sqrt(inputs)));
        linear.setInitializer(uniform, Parameter.Type.WEIGHT);
        linear.setInitializer(uniform, Parameter.Type.BIAS);
        return linear;
    }

    private static NDArray pixels(NDManager manager, Split split) {
        byte[] bytes = split.pixels();
        FloatBuffer floats = FloatBuffer.allocate(bytes.length);
        for (byte pixel : bytes) {
            floats.put(Byte.toUnsignedInt(pixel) / 255f);
        }
        return manager.create(floats.flip(), new Shape(split.size(), split.inputs()));
    }

    private static String version() {
        return "DJL " + Engine.getDjlVersion() + ", PyTorch "
                + Engine.getEngine("PyTorch").getVersion();
    }
}
