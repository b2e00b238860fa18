package dev.lossline.trainer;

import dev.lossline.specification.Activation;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Device;
import dev.lossline.specification.Model;
import dev.lossline.specification.Optimizer;
import dev.lossline.specification.Training;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.TrialSpecification;
import java.util.List;
import java.util.UUID;

/** Trials that tests share. */
public final class Trials {
    public static final TrialId ID = new TrialId(UUID.fromString("0199aa00-0000-7000-8000-000000000001"), 7);

    private Trials() {}

    public static TrialSpecification sgd(double learningRate) {
        return trial(new Optimizer.Sgd(learningRate, 0, 0, false));
    }

    public static TrialSpecification trial(Optimizer optimizer) {
        return new TrialSpecification(
                DatasetName.MNIST,
                new Model(List.of(64, 32), Activation.TANH),
                new Training(3, 100, 0.25, optimizer, 1000),
                5,
                Device.CPU);
    }
}
