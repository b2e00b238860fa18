package dev.lossline.evaluator;

import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.checkpoint.ModelMetadata;
import dev.lossline.contract.topic.CheckpointKey;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.reader.Expansion;
import dev.lossline.training.safetensors.Safetensors;
import dev.lossline.training.safetensors.Tensor;
import java.util.Map;

/** Checkpoints as trainers publish them, of one weight. */
public record Models(Log log) {

    /** Publishes a model and returns its file. */
    public byte[] publish(TrialId trial, CheckpointHeaders headers, float weight) throws InterruptedException {
        byte[] file = file(trial, headers.attempt(), weight);
        String key = headers.isFinal() ? CheckpointKey.ofModel(trial) : CheckpointKey.ofCheckpoints(trial);
        log.publishCheckpoint(key, file, headers);
        return file;
    }

    public static byte[] file(TrialId trial, int attempt, float weight) {
        ModelMetadata metadata = new ModelMetadata(
                trial,
                attempt,
                new Expansion(SampleExperiment.specification()).specifications().getFirst());
        return new Safetensors(Map.of("0.weight", Tensor.of(new float[] {weight}, 1)), metadata.toMap()).toBytes();
    }
}
