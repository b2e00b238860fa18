package dev.lossline.trainer;

import dev.lossline.contract.Activation;
import dev.lossline.contract.DatasetId;
import dev.lossline.contract.Device;
import dev.lossline.contract.Model;
import dev.lossline.contract.Optimizer;
import dev.lossline.contract.Training;
import dev.lossline.contract.TrialId;
import dev.lossline.contract.TrialSpecification;
import java.util.List;
import java.util.UUID;

/** Trials that tests share. */
final class Trials {
    static final TrialId ID = new TrialId(UUID.fromString("0199aa00-0000-7000-8000-000000000001"), 7);

    private Trials() {}

    static TrialSpecification sgd(double learningRate) {
        return trial(new Optimizer.Sgd(learningRate, 0, 0, false));
    }

    static TrialSpecification trial(Optimizer optimizer) {
        return new TrialSpecification(
                DatasetId.MNIST,
                new Model(List.of(64, 32), Activation.TANH),
                new Training(3, 100, 0.25, optimizer, 1000),
                5,
                Device.CPU);
    }
}
