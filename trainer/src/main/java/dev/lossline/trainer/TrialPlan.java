package dev.lossline.trainer;

import dev.lossline.contract.Training;
import dev.lossline.contract.TrialSpecification;
import dev.lossline.training.Activation;
import dev.lossline.training.Architecture;
import dev.lossline.training.DatasetName;
import dev.lossline.training.Optimizer;
import dev.lossline.training.TrainingPlan;

/** A trial in the words of the training library. */
final class TrialPlan {
    private TrialPlan() {}

    /**
     * The plan of a trial.
     *
     * @param inputs pixels of an image of the trial's dataset
     * @param classes of the trial's dataset
     */
    static TrainingPlan from(TrialSpecification trial, int inputs, int classes) {
        Training training = trial.training();
        return new TrainingPlan(
                new Architecture(
                        inputs,
                        trial.model().hidden(),
                        classes,
                        from(trial.model().activation())),
                from(training.optimizer()),
                training.epochs(),
                training.batchSize(),
                training.validationSplit(),
                trial.seed(),
                training.examples() == null ? Integer.MAX_VALUE : training.examples());
    }

    static DatasetName dataset(TrialSpecification trial) {
        return switch (trial.dataset()) {
            case MNIST -> DatasetName.MNIST;
            case FASHION_MNIST -> DatasetName.FASHION_MNIST;
        };
    }

    private static Activation from(dev.lossline.contract.Activation activation) {
        return switch (activation) {
            case RELU -> Activation.RELU;
            case TANH -> Activation.TANH;
            case SIGMOID -> Activation.SIGMOID;
        };
    }

    private static Optimizer from(dev.lossline.contract.Optimizer optimizer) {
        return switch (optimizer) {
            case dev.lossline.contract.Optimizer.Sgd o ->
                new Optimizer.Sgd(o.learningRate(), o.momentum(), o.weightDecay(), o.nesterov());
            case dev.lossline.contract.Optimizer.Adam o ->
                new Optimizer.Adam(o.learningRate(), o.beta1(), o.beta2(), o.epsilon(), o.weightDecay());
            case dev.lossline.contract.Optimizer.AdamW o ->
                new Optimizer.AdamW(o.learningRate(), o.beta1(), o.beta2(), o.epsilon(), o.weightDecay());
        };
    }
}
