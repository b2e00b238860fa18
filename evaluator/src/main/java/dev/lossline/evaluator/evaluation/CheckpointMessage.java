package dev.lossline.evaluator.evaluation;

import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.checkpoint.CheckpointPart;
import dev.lossline.contract.checkpoint.ModelMetadata;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.CheckpointKey;
import dev.lossline.specification.TrialId;
import dev.lossline.training.safetensors.MalformedSafetensorsException;
import dev.lossline.training.safetensors.Safetensors;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A checkpoint or model on the log. The recorder and the evaluator apply the same rules, so an invalid message becomes
 * a single dead letter, written by the recorder.
 *
 * @param metadata the metadata of the file; its trial is that of the key
 */
public record CheckpointMessage(
        ConsumerRecord<String, byte[]> message, CheckpointHeaders headers, ModelMetadata metadata, Safetensors file) {

    /**
     * Reads a message.
     *
     * @throws UnreadableEventException naming what is missing
     */
    public static CheckpointMessage from(ConsumerRecord<String, byte[]> message) throws UnreadableEventException {
        CheckpointHeaders headers = CheckpointHeaders.from(message.headers());
        if (message.value() == null || message.value().length == 0) {
            throw new UnreadableEventException("a checkpoint without bytes");
        }
        Safetensors file = file(message.value());
        ModelMetadata metadata = ModelMetadata.from(file.metadata());
        if (!CheckpointKey.fits(message.key(), metadata.trialId(), headers.isFinal())) {
            throw new UnreadableEventException("the key is '%s'; the checkpoint is of trial %s, final: %s"
                    .formatted(message.key(), metadata.trialId(), headers.isFinal()));
        }
        return new CheckpointMessage(message, headers, metadata, file);
    }

    /**
     * Whether there is nothing to record or score: a tombstone of an obsolete checkpoint, or one part of a checkpoint,
     * which only trainers assemble.
     *
     * @throws UnreadableEventException if it has the key of a part but is not one
     */
    public static boolean isForTrainersOnly(ConsumerRecord<String, byte[]> message) throws UnreadableEventException {
        Optional<CheckpointKey.Part> key = CheckpointKey.part(message.key());
        if (message.value() == null) {
            return (key.isPresent() || TrialId.isOne(message.key()))
                    && !CheckpointHeaders.from(message.headers()).isFinal();
        }
        if (key.isEmpty()) {
            return false;
        }
        if (CheckpointHeaders.from(message.headers()).isFinal()) {
            throw new UnreadableEventException("a model with the key of a part of a checkpoint");
        }
        CheckpointPart.from(key.get(), message);
        return true;
    }

    /** The file as published. */
    public byte[] safetensors() {
        return message.value();
    }

    private static Safetensors file(byte[] bytes) throws UnreadableEventException {
        try {
            return Safetensors.fromBytes(bytes);
        } catch (MalformedSafetensorsException e) {
            throw new UnreadableEventException(e.getMessage(), e);
        }
    }
}
