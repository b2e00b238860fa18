package dev.lossline.trainer.training;

import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Training;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.training.TrainingPlan;
import dev.lossline.training.network.Architecture;

/** Translates a trial to the terms of the training library. */
final class TrialPlan {
    private TrialPlan() {}

    static TrainingPlan from(TrialSpecification trial) {
        Training training = trial.training();
        return new TrainingPlan(
                new Architecture(
                        DatasetName.INPUTS,
                        trial.model().hidden(),
                        DatasetName.CLASSES,
                        trial.model().activation()),
                training.optimizer(),
                training.epochs(),
                training.batchSize(),
                training.validationSplit(),
                trial.seed(),
                training.examples() == null ? Integer.MAX_VALUE : training.examples());
    }
}
