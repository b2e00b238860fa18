package dev.lossline.specification;

import dev.lossline.specification.violation.Checks;

/**
 * Everything that determines the result of a trial: the same specification gives the same losses and weights.
 *
 * @param seed the seed for weights and example order, 0 or greater, as in {@code torch.manual_seed}
 */
public record TrialSpecification(DatasetName dataset, Model model, Training training, long seed, Device device) {
    public TrialSpecification {
        new Checks()
                .present("dataset", dataset)
                .present("model", model)
                .present("training", training)
                .within("seeds", ExperimentKeys.SEED, seed)
                .present("device", device)
                .require();
    }
}
