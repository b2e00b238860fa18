package dev.lossline.trainer.training;

import dev.lossline.specification.DatasetId;
import dev.lossline.specification.Training;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.training.TrainingPlan;
import dev.lossline.training.dataset.DatasetName;
import dev.lossline.training.network.Activation;
import dev.lossline.training.network.Architecture;
import dev.lossline.training.network.Optimizer;

/** Translates a trial to the terms of the training library. */
final class TrialPlan {
    private TrialPlan() {}

    static TrainingPlan from(TrialSpecification trial) {
        Training training = trial.training();
        DatasetName dataset = dataset(trial.dataset());
        return new TrainingPlan(
                new Architecture(
                        dataset.inputs(),
                        trial.model().hidden(),
                        dataset.classes(),
                        from(trial.model().activation())),
                from(training.optimizer()),
                training.epochs(),
                training.batchSize(),
                training.validationSplit(),
                trial.seed(),
                training.examples() == null ? Integer.MAX_VALUE : training.examples());
    }

    static DatasetName dataset(DatasetId id) {
        return switch (id) {
            case MNIST -> DatasetName.MNIST;
            case FASHION_MNIST -> DatasetName.FASHION_MNIST;
        };
    }

    private static Activation from(dev.lossline.specification.Activation activation) {
        return switch (activation) {
            case RELU -> Activation.RELU;
            case TANH -> Activation.TANH;
            case SIGMOID -> Activation.SIGMOID;
        };
    }

    private static Optimizer from(dev.lossline.specification.Optimizer optimizer) {
        return switch (optimizer) {
            case dev.lossline.specification.Optimizer.Sgd o ->
                new Optimizer.Sgd(o.learningRate(), o.momentum(), o.weightDecay(), o.nesterov());
            case dev.lossline.specification.Optimizer.Adam o ->
                new Optimizer.Adam(o.learningRate(), o.beta1(), o.beta2(), o.epsilon(), o.weightDecay());
            case dev.lossline.specification.Optimizer.AdamW o ->
                new Optimizer.AdamW(o.learningRate(), o.beta1(), o.beta2(), o.epsilon(), o.weightDecay());
        };
    }
}
