package dev.lossline.contract;

/**
 * Everything that decides how a trial goes: the same specification gives the same losses and weights.
 *
 * @param seed seed of weights and of the order of examples, 0 or greater; as {@code torch.manual_seed} takes it
 */
public record TrialSpecification(DatasetId dataset, Model model, Training training, long seed, Device device) {
    public TrialSpecification {
        Require.present("dataset", dataset);
        Require.present("model", model);
        Require.present("training", training);
        Require.that(seed >= 0, "seeds", seed, "whole numbers, 0 or greater");
        Require.present("device", device);
    }
}
