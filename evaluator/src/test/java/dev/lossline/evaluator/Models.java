package dev.lossline.evaluator;

import dev.lossline.contract.CheckpointHeaders;
import dev.lossline.contract.CheckpointKey;
import dev.lossline.contract.Expansion;
import dev.lossline.contract.ModelMetadata;
import dev.lossline.contract.TrialId;
import dev.lossline.training.Safetensors;
import dev.lossline.training.Tensor;
import java.util.Map;

/** Checkpoints as trainers publish them, of one weight. */
record Models(Log log) {

    /** Publishes it, and says what the file is. */
    byte[] publish(TrialId trial, CheckpointHeaders headers, float weight) throws InterruptedException {
        byte[] file = file(trial, headers.attempt(), weight);
        String key = headers.isFinal() ? CheckpointKey.ofModel(trial) : CheckpointKey.ofCheckpoints(trial);
        log.publishCheckpoint(key, file, headers);
        return file;
    }

    static byte[] file(TrialId trial, int attempt, float weight) {
        ModelMetadata metadata = new ModelMetadata(
                trial,
                attempt,
                new Expansion(Story.specification()).specifications().getFirst());
        return new Safetensors(Map.of("0.weight", Tensor.of(new float[] {weight}, 1)), metadata.toMap()).toBytes();
    }
}
