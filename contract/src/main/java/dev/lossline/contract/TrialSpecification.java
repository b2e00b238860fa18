package dev.lossline.contract;

/**
 * Everything that decides how a trial goes: the same specification gives the same losses and weights.
 *
 * @param seed seed of weights and of the order of examples, 0 or greater; as {@code torch.manual_seed} takes it
 */
public record TrialSpecification(DatasetId dataset, Model model, Training training, long seed, Device device) {
    public TrialSpecification {
        new Checks()
                .present("dataset", dataset)
                .present("model", model)
                .present("training", training)
                .that(seed >= 0, "seeds", seed, "whole numbers, 0 or greater")
                .present("device", device)
                .require();
    }
}
