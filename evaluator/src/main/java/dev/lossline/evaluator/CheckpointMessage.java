package dev.lossline.evaluator;

import dev.lossline.contract.CheckpointHeaders;
import dev.lossline.contract.CheckpointKey;
import dev.lossline.contract.ModelMetadata;
import dev.lossline.contract.TrialId;
import dev.lossline.contract.UnreadableEventException;
import dev.lossline.training.MalformedSafetensorsException;
import dev.lossline.training.Safetensors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A checkpoint or model on the log. Who records models and who scores them read it by the same rules, so that what is
 * neither is one dead letter, the recorder's.
 *
 * @param metadata what the file says of itself: the trial of its key
 */
record CheckpointMessage(
        ConsumerRecord<String, byte[]> message, CheckpointHeaders headers, ModelMetadata metadata, Safetensors file) {

    /**
     * Reads a message.
     *
     * @throws UnreadableEventException saying what it lacks
     */
    static CheckpointMessage from(ConsumerRecord<String, byte[]> message) throws UnreadableEventException {
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

    /** Whether it only says that nobody needs a trial's checkpoints any more: its model is there. */
    static boolean drops(ConsumerRecord<String, byte[]> message) throws UnreadableEventException {
        return message.value() == null
                && TrialId.isOne(message.key())
                && !CheckpointHeaders.from(message.headers()).isFinal();
    }

    /** The file as it was published. */
    byte[] safetensors() {
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
