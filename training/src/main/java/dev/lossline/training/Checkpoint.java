package dev.lossline.training;

import java.util.Map;
import java.util.Optional;

/**
 * The whole state of a training run after an epoch: what {@link Training#resume} needs to go on as if nothing had
 * happened.
 *
 * @param epoch completed, counted from 1; 0 is before the first
 * @param trainingLoss of that epoch; NaN where it is not known
 * @param seconds of training up to here, over all attempts
 * @param weights by PyTorch's names, such as {@code 0.weight} of shape (out, in)
 * @param optimizerState by {@code <parameter>.<state>} with PyTorch's names, such as {@code 0.weight.exp_avg}; empty
 *     where the optimizer keeps none
 * @param randomState of {@link TorchRandom}; empty in a model file
 */
public record Checkpoint(
        int epoch,
        double trainingLoss,
        double seconds,
        Map<String, Tensor> weights,
        Map<String, Tensor> optimizerState,
        Optional<Tensor> randomState) {

    public byte[] toSafetensors(Map<String, String> extraMetadata) {
        return null;
    }

    public byte[] modelSafetensors(Map<String, String> extraMetadata) {
        return null;
    }

    public static Checkpoint fromSafetensors(byte[] file) {
        return null;
    }
}
